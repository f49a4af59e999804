package dev.rootbridge.boot;

import dev.rootbridge.mesh.LocalTrustDomain;
import dev.rootbridge.mesh.LocalTrustDomain.Named;
import dev.rootbridge.mesh.LocalTrustDomain.Unknown;
import dev.rootbridge.trust.TrustDomain;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Which trust domain this cluster's mesh has: as set, else as its mesh configs say. They are asked
 * once: bundles and policies hang on it, so that a later change is told and not followed.
 */
final class LocalTrustDomainSetting {

  static final String NAME = "rootbridge.local.trust-domain";

  private static final Logger LOG = Logger.getLogger(LocalTrustDomainSetting.class);

  private LocalTrustDomainSetting() {}

  /**
   * The one to go by.
   *
   * @param meshConfigs asked only where nothing is set
   * @throws ConfigurationException if nobody says it
   */
  static TrustDomain read(RootbridgeConfig.Local local, Supplier<LocalTrustDomain> meshConfigs) {
    return local.trustDomain().map(TrustDomain::parse).orElseGet(() -> named(meshConfigs.get()));
  }

  private static TrustDomain named(LocalTrustDomain found) {
    if (found instanceof Named named) {
      LOG.infof("%s is not set; it is %s, by %s", NAME, named.name(), named.where());
      return named.name();
    }
    throw new ConfigurationException(
        "the configuration is not usable:\n  "
            + NAME
            + ": is not set, and the mesh config doesn't tell: "
            + ((Unknown) found).why()
            + "; set it to the trust domain of this cluster's mesh, or name the mesh's ConfigMaps in"
            + " rootbridge.mesh.config-maps");
  }
}
