package dev.rootbridge.it;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;

/** The ways in which Istio puts its proxy into a pod. */
enum SidecarPod {

  /** A container beside the application's. */
  CLASSIC {
    @Override
    Pod create() {
      return Serialization.unmarshal(Resources.open("sidecar-pod.yaml"), Pod.class);
    }
  },

  /** An init container that goes on running: Istio's default where Kubernetes can. */
  NATIVE {
    @Override
    Pod create() {
      Pod classic = CLASSIC.create();
      Container proxy = InjectedPod.proxyOf(classic);
      return new PodBuilder(classic)
          .editSpec()
          .removeFromContainers(proxy)
          .addToInitContainers(new ContainerBuilder(proxy).withRestartPolicy("Always").build())
          .endSpec()
          .build();
    }
  };

  /** A pod as it comes out of Istio's injector. */
  abstract Pod create();
}
