import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/components/layout/providers.tsx";

export const metadata: Metadata = {
  title: { default: "Craton", template: "%s · Craton" },
  description: "Cluster console",
  icons: { icon: { url: "/assets/mark.svg", type: "image/svg+xml" } },
  robots: { index: false, follow: false },
  referrer: "no-referrer",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#101318" },
  ],
};

/** Reading a cookie makes every page dynamic, and so each gets its own nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get("craton-theme")?.value;
  return (
    <html lang="en" data-theme={theme === "light" || theme === "dark" ? theme : undefined} suppressHydrationWarning>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
