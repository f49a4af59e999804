package dev.rootbridge.boot;

import dev.rootbridge.sync.SourceSpec;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles.Named;
import dev.rootbridge.sync.SourceSpec.ClusterTrustBundles.OnlyOneOfSigner;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import dev.rootbridge.sync.SourceSpec.Inline;
import dev.rootbridge.sync.SourceSpec.PemFile;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which of its possible places this cluster's own roots are to be read from. */
final class LocalRootSetting {

  private static final String PREFIX = "rootbridge.local.root.";

  private LocalRootSetting() {}

  /**
   * The one that is set; where istiod publishes its root, if none is.
   *
   * @throws IllegalArgumentException if several are set, or what is set can't be used; names the
   *     settings
   */
  static SourceSpec read(RootbridgeConfig.Local.Root root) {
    Map<String, SourceSpec> set = new LinkedHashMap<>();
    RootbridgeConfig.Local.Root.ConfigMapRoot configMap = root.configMap();
    if (anyOf(configMap.namespace(), configMap.name(), configMap.key())) {
      set.put("config-map", configMap(configMap));
    }
    root.clusterTrustBundle()
        .name()
        .ifPresent(name -> set.put("cluster-trust-bundle.name", new Named(name)));
    root.clusterTrustBundle()
        .signerName()
        .ifPresent(signer -> set.put("cluster-trust-bundle.signer-name", onlyOneOf(signer)));
    root.inline().pem().ifPresent(pem -> set.put("inline.pem", inline(pem)));
    root.inline().file().ifPresent(file -> set.put("inline.file", new PemFile(Path.of(file))));
    if (set.size() > 1) {
      List<String> names = set.keySet().stream().map(PREFIX::concat).toList();
      throw new IllegalArgumentException(
          String.join(" and ", names) + " are set: this cluster's roots are read from one place");
    }
    return set.values().stream().findFirst().orElseGet(() -> configMap(configMap));
  }

  private static boolean anyOf(Optional<?>... settings) {
    return Stream.of(settings).anyMatch(Optional::isPresent);
  }

  private static ConfigMapKey configMap(RootbridgeConfig.Local.Root.ConfigMapRoot root) {
    return new ConfigMapKey(
        root.namespace().orElse("istio-system"),
        root.name().orElse("istio-ca-root-cert"),
        root.key().orElse("root-cert.pem"));
  }

  /** Signers differ in their roots, and a bundle too many would vouch for everybody in the mesh. */
  private static OnlyOneOfSigner onlyOneOf(String signer) {
    return new OnlyOneOfSigner(
        signer,
        "set "
            + PREFIX
            + "cluster-trust-bundle.name, or "
            + PREFIX
            + "inline, instead of .signer-name, to say which is the mesh's");
  }

  private static Inline inline(String pem) {
    String setting = PREFIX + "inline.pem";
    if (PemCertificates.parse(pem, PemLimits.DEFAULTS) instanceof PemOutcome.Rejected rejected) {
      throw new IllegalArgumentException(setting + ", " + rejected.message());
    }
    return new Inline(pem, setting);
  }
}
