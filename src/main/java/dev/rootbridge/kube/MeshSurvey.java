package dev.rootbridge.kube;

import dev.rootbridge.explain.MeshReading;
import dev.rootbridge.explain.View;
import dev.rootbridge.mesh.MeshConfigOutcome;
import dev.rootbridge.mesh.MeshConfigReader;
import dev.rootbridge.sync.Hazards;
import dev.rootbridge.sync.MeshFacts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the mesh configs of a cluster once. */
final class MeshSurvey {

  private static final String KEY = "mesh";

  private MeshSurvey() {}

  static MeshReading of(CallersCluster cluster, InstalledSettings settings) {
    List<MeshFacts.Config> accepted = new ArrayList<>();
    List<Hazards.MeshConfig> trusted = new ArrayList<>();
    List<String> unseen = new ArrayList<>();
    String namespace = settings.meshNamespace();
    for (String name : settings.meshConfigs()) {
      View<Optional<ConfigMap>> seen =
          cluster.look(
              "get ConfigMap " + namespace + "/" + name,
              () ->
                  Optional.ofNullable(
                      cluster.client().configMaps().inNamespace(namespace).withName(name).get()));
      seen.unseen().ifPresent(unseen::add);
      Optional<ConfigMap> present = seen.seen().flatMap(found -> found);
      if (present.isPresent()) {
        String where = "ConfigMap " + namespace + "/" + name + ", key " + KEY;
        MeshConfigOutcome outcome = MeshConfigReader.read(text(present.get()));
        if (outcome instanceof MeshConfigOutcome.Parsed parsed) {
          accepted.add(new MeshFacts.Config(name, where, parsed.domains()));
          trusted.add(new Hazards.MeshConfig(where, parsed.trust()));
        } else {
          unseen.add(where + ": " + ((MeshConfigOutcome.Rejected) outcome).problem());
        }
      }
    }
    return new MeshReading(namespace, accepted, trusted, unseen);
  }

  private static String text(ConfigMap configMap) {
    return Objects.requireNonNullElse(configMap.getData(), Map.<String, String>of())
        .getOrDefault(KEY, "");
  }
}
