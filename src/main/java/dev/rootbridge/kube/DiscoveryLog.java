package dev.rootbridge.kube;

import dev.rootbridge.log.About;
import dev.rootbridge.log.About.Field;
import dev.rootbridge.sync.Discovery;
import dev.rootbridge.sync.SyncPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Says which remote Secrets there are, when that changes. */
final class DiscoveryLog {

  private static final Logger LOG = Logger.getLogger(DiscoveryLog.class);

  private Set<Discovery.Entry> told = Set.of();

  void tell(SyncPlan plan) {
    List<Discovery.Entry> entries = plan.discovery().map(Discovery::entries).orElse(List.of());
    entries.stream().filter(entry -> !told.contains(entry)).forEach(DiscoveryLog::tell);
    told = new HashSet<>(entries);
  }

  private static void tell(Discovery.Entry entry) {
    String secret = "Secret " + entry.secret().namespace() + "/" + entry.secret().name();
    String cluster =
        entry.secret().cluster().map(name -> " of cluster " + name).orElse(" of some cluster");
    About about =
        About.the(Field.NAMESPACE, entry.secret().namespace())
            .and(Field.NAME, entry.secret().name())
            .and(Field.REASON, entry.isUnused() ? "Unused" : "Used");
    if (entry.isUnused()) {
      about.log(
          () ->
              LOG.infof(
                  "%s enrols an API server%s in Istio; it is not trusted before a"
                      + " FederatedTrustDomain or rootbridge.remote-clusters names it",
                  secret, cluster));
    } else {
      about.log(
          () ->
              LOG.infof(
                  "%s%s is used by FederatedTrustDomains %s and by remote clusters %s",
                  secret, cluster, entry.domains(), entry.clusters()));
    }
  }
}
