package dev.rootbridge.inject;

import java.util.Locale;

/**
 * Why a pod was decided about as it was. {@link #code()} is what status annotations, warnings and
 * documents say, {@link #metricLabel()} what metrics say; both are stable.
 */
public enum Reason {
  INJECTED(Outcome.INJECTED, "Injected", "The proxy reads the rendered bundle of its scope."),
  INJECTED_IN_PART(
      Outcome.INJECTED,
      "InjectedInPart",
      "As Injected, but the pod's annotations name a trust domain or a container that was left out."),

  NO_PROXY(
      Outcome.UNTOUCHED,
      "NoProxy",
      "The pod has no container istio-proxy, neither in containers nor as a native sidecar."),
  NAMESPACE_NOT_OPTED_IN(
      Outcome.UNTOUCHED,
      "NamespaceNotOptedIn",
      "The namespace has no label rootbridge.dev/injection: enabled."),
  OPTED_OUT(
      Outcome.UNTOUCHED, "OptedOut", "The pod has the label rootbridge.dev/inject: \"false\"."),
  MIRROR_POD(
      Outcome.UNTOUCHED,
      "MirrorPod",
      "The kubelet mirrors a static pod; changing the mirror changes nothing."),
  MALFORMED_POD(
      Outcome.UNTOUCHED,
      "MalformedPod",
      "A part of the object that the patch would touch isn't shaped as in a Pod."),

  NAMESPACE_NOT_YET_SEEN(
      Outcome.LEFT_ALONE,
      "NamespaceNotYetSeen",
      "The namespace isn't in the webhook's memory yet; make the pod anew in a few seconds."),
  NAMESPACE_NOT_SELECTED(
      Outcome.LEFT_ALONE, "NamespaceNotSelected", "No FederatedTrustDomain selects the namespace."),
  SCOPE_IS_NONE(
      Outcome.LEFT_ALONE,
      "ScopeIsNone",
      "The workload wants no federated trust domain, by rootbridge.dev/trust-domains: none."),
  SCOPE_IS_EMPTY(
      Outcome.LEFT_ALONE,
      "ScopeIsEmpty",
      "rootbridge.dev/trust-domains names no trust domain that the namespace may trust."),
  BUNDLE_NOT_READY(
      Outcome.LEFT_ALONE,
      "BundleNotReady",
      "The rendered bundle doesn't exist and nobody is about to write it; see that the sync loop"
          + " runs, then make the pod anew."),
  TOO_MANY_SCOPES(
      Outcome.LEFT_ALONE,
      "TooManyScopes",
      "The namespace has as many scopes as it may (rootbridge.sync.max-scopes); this one gets no"
          + " bundle."),

  WAYPOINT(
      Outcome.LEFT_ALONE, "Waypoint", "Ambient waypoints and east-west gateways aren't federated."),
  WINDOWS_POD(Outcome.LEFT_ALONE, "WindowsPod", "Istio's agent reads no such paths on Windows."),
  ETC_CERTS_MOUNTED(
      Outcome.LEFT_ALONE,
      "EtcCertsMounted",
      "istio-proxy mounts something at, below or above /etc/certs already."),
  OUTPUT_CERTS(
      Outcome.LEFT_ALONE,
      "OutputCerts",
      "OUTPUT_CERTS makes istio-proxy write its certificates at or below /etc/certs."),
  PROV_CERT(Outcome.LEFT_ALONE, "ProvCert", "PROV_CERT gives istio-proxy certificates of its own."),
  FILE_MOUNTED_CERTS(
      Outcome.LEFT_ALONE,
      "FileMountedCerts",
      "FILE_MOUNTED_CERTS makes istio-proxy read identity and roots from files."),
  CUSTOM_CERT_PROVIDER(
      Outcome.LEFT_ALONE,
      "CustomCertProvider",
      "PILOT_CERT_PROVIDER=custom makes istio-proxy trust /etc/certs for its CA."),
  GKE_WORKLOAD_CERTIFICATE(
      Outcome.LEFT_ALONE,
      "GkeWorkloadCertificate",
      "CA_PROVIDER=GkeWorkloadCertificate has roots of its own."),
  FOREIGN_WORKLOAD_SOCKET(
      Outcome.LEFT_ALONE,
      "ForeignWorkloadSocket",
      "Another agent, such as SPIRE's, serves identity and roots over the workload socket."),
  FOREIGN_WORKLOAD_CERTIFICATES(
      Outcome.LEFT_ALONE,
      "ForeignWorkloadCertificates",
      "Another agent provides the workload certificates as files."),
  NO_LOCAL_ROOT(
      Outcome.LEFT_ALONE,
      "NoLocalRoot",
      "istio-proxy mounts nothing at /var/run/secrets/istio, so its connection to istiod can't be"
          + " pinned to the local root."),
  ROOT_PIN_DEFEATED(
      Outcome.LEFT_ALONE,
      "RootPinDefeated",
      "XDS_ROOT_CA or CA_ROOT_CA is set so that istiod would be verified by the federated roots."),
  UNREADABLE_ENV(
      Outcome.LEFT_ALONE,
      "UnreadableEnv",
      "An environment variable that decides comes from elsewhere, so its value isn't in the pod."),

  VOLUME_CONFLICT(
      Outcome.LEFT_ALONE, "VolumeConflict", "The pod has another volume named extra-certs."),
  MOUNT_CONFLICT(
      Outcome.LEFT_ALONE,
      "MountConflict",
      "A container mounts something else at, below or above /etc/istio/extra-certs, or mounts"
          + " extra-certs elsewhere."),
  ENV_CONFLICT(
      Outcome.LEFT_ALONE,
      "EnvConflict",
      "istio-proxy has ISTIO_META_EXTRA_ROOT_CERTS with another value."),
  SCOPE_LABEL_CONFLICT(
      Outcome.LEFT_ALONE,
      "ScopeLabelConflict",
      "The pod has the label rootbridge.dev/scope with another value."),

  TRUST_DOMAIN_NOT_ALLOWED(
      Outcome.DENIED,
      "TrustDomainNotAllowed",
      "rootbridge.dev/trust-domains names one that is unknown or forbidden, and strict is on.");

  /** What became of the pod. */
  public enum Outcome {
    INJECTED("Injected"),
    LEFT_ALONE("LeftAlone"),
    UNTOUCHED("Untouched"),
    DENIED("Denied");

    private final String code;

    Outcome(String code) {
      this.code = code;
    }

    /** The stable name in CamelCase. */
    public String code() {
      return code;
    }
  }

  private final Outcome outcome;
  private final String code;
  private final String text;

  Reason(Outcome outcome, String code, String text) {
    this.outcome = outcome;
    this.code = code;
    this.text = text;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** The stable name in CamelCase. */
  public String code() {
    return code;
  }

  /** The stable value of the label {@code reason}, in snake case. */
  public String metricLabel() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One sentence for tables and pages; a {@link Warning} tells the values of the pod at hand. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code;
  }
}
