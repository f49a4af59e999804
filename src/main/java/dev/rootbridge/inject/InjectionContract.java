package dev.rootbridge.inject;

/**
 * The names that people, the webhook and the sync loop share: labels, annotations, the ConfigMaps
 * and what the patch adds. Changing one breaks clusters in use.
 */
public final class InjectionContract {

  /** Label of a namespace; the value {@link #ENABLED} opts it in. Set by its owner. */
  public static final String INJECTION_LABEL = "rootbridge.dev/injection";

  public static final String ENABLED = "enabled";

  /** Label of a pod; the value {@code "false"} opts it out. Set by the workload's owner. */
  public static final String INJECT_LABEL = "rootbridge.dev/inject";

  /** Label of a pod that trusts less than its namespace may: {@link Scope#hash()}. Set by us. */
  public static final String SCOPE_LABEL = "rootbridge.dev/scope";

  /** Annotation of a pod: trust domains with commas between them, {@code none} or {@code *}. */
  public static final String TRUST_DOMAINS_ANNOTATION = "rootbridge.dev/trust-domains";

  /** Annotation of a pod: further containers that get the extra roots, with commas between them. */
  public static final String CONTAINERS_ANNOTATION = "rootbridge.dev/containers";

  /** Annotation of a pod: what was decided, one line of JSON. Set by us, never read by us. */
  public static final String STATUS_ANNOTATION = "rootbridge.dev/status";

  /** The ConfigMap with everything that a namespace may trust. */
  public static final String CONFIG_MAP = "rootbridge-trust";

  /** The one key of the ConfigMap that pods mount, and the name of the file they see. */
  public static final String BUNDLE_KEY = "root-cert.pem";

  public static final String PROXY_CONTAINER = "istio-proxy";
  public static final String VOLUME = "extra-certs";
  public static final String EXTRA_CERTS_PATH = "/etc/istio/extra-certs";

  /** Where pilot-agent looks for a root that replaces the one that came with its certificate. */
  public static final String AGENT_CERTS_PATH = "/etc/certs";

  public static final String EXTRA_ROOTS_ENV = "ISTIO_META_EXTRA_ROOT_CERTS";

  /** Root of pilot-agent's connection to istiod; would otherwise follow {@code /etc/certs}. */
  public static final String XDS_ROOT_ENV = "XDS_ROOT_CA";

  /** Root of pilot-agent's connection to its CA. */
  public static final String CA_ROOT_ENV = "CA_ROOT_CA";

  /** Where Istio mounts the local root. */
  public static final String LOCAL_ROOT_PATH = "/var/run/secrets/istio";

  static final String LOCAL_ROOT_FILE = LOCAL_ROOT_PATH + "/" + BUNDLE_KEY;

  /** Whether a ConfigMap of that name holds a rendered bundle, if Rootbridge made it. */
  public static boolean isTargetName(String configMap) {
    return configMap.equals(CONFIG_MAP) || configMap.startsWith(CONFIG_MAP + "-");
  }

  private InjectionContract() {}
}
