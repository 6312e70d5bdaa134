// Command cluster is a whole Kubernetes control plane and node in one static binary: etcd, kube-apiserver,
// kube-controller-manager, kube-scheduler, kubelet, kube-proxy and kubectl, as their own projects make them.
// The command is the first argument, or the name under which the binary was called.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"

	_ "k8s.io/client-go/plugin/pkg/client/auth"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
)

var commands = []string{
	"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl",
}

func main() {
	args := slices.Clone(os.Args)
	args[0] = filepath.Base(args[0])
	if !slices.Contains(commands, args[0]) {
		args = args[1:]
	}
	if len(args) == 0 || !slices.Contains(commands, args[0]) {
		fmt.Fprintf(os.Stderr, "usage: cluster %s [arguments]\n", strings.Join(commands, "|"))
		os.Exit(2)
	}
	// Each command reads its flags from os.Args.
	os.Args = args
	switch args[0] {
	case "etcd":
		etcdmain.Main(args)
	case "kubectl":
		if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
			// Prints what kubectl prints, and exits with its code.
			kubectlutil.CheckErr(err)
		}
	default:
		os.Exit(cli.Run(component(args[0])))
	}
}

func component(name string) *cobra.Command {
	switch name {
	case "kube-apiserver":
		return apiserver.NewAPIServerCommand()
	case "kube-controller-manager":
		return controllers.NewControllerManagerCommand()
	case "kube-scheduler":
		return scheduler.NewSchedulerCommand()
	case "kubelet":
		return kubelet.NewKubeletCommand(context.Background())
	default:
		return proxy.NewProxyCommand()
	}
}
