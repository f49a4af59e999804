package dev.rootbridge.mesh;

import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What Rootbridge adds to the mesh config, for istiod's {@code SHARED_MESH_CONFIG}. It holds no
 * certificate, so that istiod pushes no root to anyone because of it.
 *
 * @param distinct whom inbound listeners let in under their own name
 * @param aliases whom they take for the local domain
 */
public record MeshFragment(SortedSet<TrustDomain> distinct, SortedSet<TrustDomain> aliases) {

  public MeshFragment {
    distinct = new TreeSet<>(distinct);
    aliases = new TreeSet<>(aliases);
  }

  /**
   * The text of the key {@code mesh}; equal fragments have equal bytes, since istiod pushes to
   * every proxy when it changes. Empty where nothing is to be added.
   */
  public Optional<String> text() {
    Map<String, Object> mesh = new LinkedHashMap<>();
    if (!distinct.isEmpty()) {
      mesh.put("caCertificates", List.of(Map.of("trustDomains", names(distinct))));
    }
    if (!aliases.isEmpty()) {
      mesh.put("trustDomainAliases", names(aliases));
    }
    return mesh.isEmpty() ? Optional.empty() : Optional.of(new Yaml(options()).dump(mesh));
  }

  private static List<String> names(SortedSet<TrustDomain> domains) {
    List<String> names = new ArrayList<>();
    domains.forEach(domain -> names.add(domain.name()));
    return names;
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    options.setSplitLines(false);
    return options;
  }
}
