/** The server's own authority and certificate for 127.0.0.1 and localhost, made at the start and kept nowhere. */
import { makeCertificate } from "../../support/certificate.ts";

/** PEM texts; the certificate signs itself, so it is the authority as well. */
export const makeServerCertificate = (): { cert: string; key: string } =>
  makeCertificate({
    subject: "/CN=synthetic-apiserver",
    extensions: [
      "subjectAltName=IP:127.0.0.1,DNS:localhost",
      "basicConstraints=critical,CA:TRUE",
      "extendedKeyUsage=serverAuth",
    ],
  });
