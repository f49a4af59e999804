package dev.rootbridge.inject;

import static dev.rootbridge.inject.InjectionContract.AGENT_CERTS_PATH;
import static dev.rootbridge.inject.InjectionContract.CA_ROOT_ENV;
import static dev.rootbridge.inject.InjectionContract.EXTRA_CERTS_PATH;
import static dev.rootbridge.inject.InjectionContract.XDS_ROOT_ENV;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of pilot-agent that take identity or roots from elsewhere. What it does with each is
 * read from Istio's {@code pilot-agent/options} and {@code istio-agent/agent.go}.
 */
final class EnvironmentChecks {

  private static final MountPath AGENT_CERTS = MountPath.of(AGENT_CERTS_PATH);
  private static final MountPath EXTRA_CERTS = MountPath.of(EXTRA_CERTS_PATH);

  private static final List<String> DECISIVE =
      List.of(
          "OUTPUT_CERTS",
          "PROV_CERT",
          "FILE_MOUNTED_CERTS",
          "PILOT_CERT_PROVIDER",
          "CA_PROVIDER",
          XDS_ROOT_ENV,
          CA_ROOT_ENV);

  /** What Go's strconv.ParseBool takes for true. */
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  private final ContainerView proxy;
  private final Map<String, EnvValue> environment;

  EnvironmentChecks(ContainerView proxy, Map<String, EnvValue> environment) {
    this.proxy = proxy;
    this.environment = environment;
  }

  Optional<Finding> finding() {
    return unreadable()
        .or(this::outputCerts)
        .or(this::provCert)
        .or(this::fileMountedCerts)
        .or(this::certProvider)
        .or(this::gke)
        .or(() -> rootPin(XDS_ROOT_ENV))
        .or(() -> rootPin(CA_ROOT_ENV));
  }

  private Optional<Finding> unreadable() {
    if (proxy.hasEnvFrom()) {
      return Optional.of(
          Finding.of(
              Reason.UNREADABLE_ENV,
              "istio-proxy has envFrom, which may hold anything; write its variables in env"));
    }
    for (String name : DECISIVE) {
      if (environment.get(name) instanceof EnvValue.Unreadable) {
        return Optional.of(
            Finding.of(
                Reason.UNREADABLE_ENV,
                "istio-proxy takes {} from elsewhere; write its value in env",
                name));
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> outputCerts() {
    String directory = literal("OUTPUT_CERTS");
    return Finding.when(
        !directory.isEmpty() && AGENT_CERTS.contains(MountPath.of(directory)),
        Reason.OUTPUT_CERTS,
        "istio-proxy has OUTPUT_CERTS={}; let it write its certificates outside /etc/certs",
        directory);
  }

  private Optional<Finding> provCert() {
    String directory = literal("PROV_CERT");
    return Finding.when(
        !directory.isEmpty(),
        Reason.PROV_CERT,
        "istio-proxy has PROV_CERT={}; drop it to let istiod issue its certificates",
        directory);
  }

  private Optional<Finding> fileMountedCerts() {
    return Finding.when(
        TRUE.contains(literal("FILE_MOUNTED_CERTS")),
        Reason.FILE_MOUNTED_CERTS,
        "istio-proxy has FILE_MOUNTED_CERTS=true; drop it to let istiod issue its certificates");
  }

  private Optional<Finding> certProvider() {
    return Finding.when(
        literal("PILOT_CERT_PROVIDER").equals("custom"),
        Reason.CUSTOM_CERT_PROVIDER,
        "istio-proxy has PILOT_CERT_PROVIDER=custom; use istiod, or add the remote roots to the"
            + " file it reads");
  }

  private Optional<Finding> gke() {
    return Finding.when(
        literal("CA_PROVIDER").equals("GkeWorkloadCertificate"),
        Reason.GKE_WORKLOAD_CERTIFICATE,
        "istio-proxy has CA_PROVIDER=GkeWorkloadCertificate; federate in GKE's trust config"
            + " instead");
  }

  /**
   * A root for istiod that is a file of ours would let a federated CA pose as istiod. Set but empty
   * counts: the agent then looks at {@code /etc/certs} for istiod, though not for its CA.
   */
  private Optional<Finding> rootPin(String name) {
    if (!environment.containsKey(name)) {
      return Optional.empty();
    }
    String file = literal(name);
    MountPath path = MountPath.of(file);
    boolean defeated =
        file.isEmpty()
            ? name.equals(XDS_ROOT_ENV)
            : AGENT_CERTS.contains(path) || EXTRA_CERTS.contains(path);
    return Finding.when(
        defeated,
        Reason.ROOT_PIN_DEFEATED,
        "istio-proxy sets {} to {}; drop it and Rootbridge pins it to the local root",
        name,
        file);
  }

  /** The value, empty if the variable isn't set: pilot-agent takes both alike. */
  private String literal(String name) {
    return environment.get(name) instanceof EnvValue.Literal literal ? literal.value() : "";
  }
}
