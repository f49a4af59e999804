package dev.rootbridge.mesh;

import dev.rootbridge.mesh.MeshConfigOutcome.Parsed;
import dev.rootbridge.mesh.MeshConfigOutcome.Rejected;
import dev.rootbridge.trust.PemCertificates;
import dev.rootbridge.trust.PemLimits;
import dev.rootbridge.trust.PemOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads whom a mesh config trusts, whatever else it holds. Aliases are followed, as istiod follows
 * them: a root behind one is trusted all the same. What istiod could read otherwise than this (a
 * key twice, a shape that the API doesn't have) rejects the whole text, so that it doesn't look
 * like one without roots.
 */
public final class MeshConfigReader {

  /** A ConfigMap full. */
  private static final int MAX_CODE_POINTS = 1 << 20;

  private static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 50;

  private final List<MeshTrust.Root> roots = new ArrayList<>();
  private final List<MeshTrust.Endpoint> endpoints = new ArrayList<>();
  private final List<String> aliases = new ArrayList<>();
  private final List<String> listed = new ArrayList<>();
  private boolean hasList;
  private Optional<String> local = Optional.empty();

  private MeshConfigReader() {}

  /**
   * Reads the text of the key {@code mesh} of Istio's ConfigMap, in YAML or JSON.
   *
   * @param text empty for a mesh config that leaves all as it is
   */
  public static MeshConfigOutcome read(String text) {
    MeshConfigReader reader = new MeshConfigReader();
    try {
      Object document = new Yaml(new SafeConstructor(options())).load(text);
      if (document != null) {
        reader.readMesh(mapping(document, "the document"));
      }
      return new Parsed(new MeshTrust(reader.roots, reader.endpoints), reader.domains());
    } catch (MarkedYAMLException e) {
      String line =
          e.getProblemMark() == null ? "" : "line " + (e.getProblemMark().getLine() + 1) + ": ";
      return new Rejected(line + "not YAML as it should be: " + oneLine(e.getProblem()));
    } catch (YAMLException e) {
      return new Rejected("not YAML as it should be: " + oneLine(e.getMessage()));
    } catch (Misshapen e) {
      return new Rejected(e.getMessage());
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    return options;
  }

  private MeshDomains domains() {
    return new MeshDomains(local, aliases, hasList ? Optional.of(listed) : Optional.empty());
  }

  private void readMesh(Map<?, ?> mesh) {
    for (Field field : fields(mesh, "", "trustDomain", "trust_domain")) {
      local = Optional.of(string(field)).filter(name -> !name.isEmpty());
    }
    for (Field field : fields(mesh, "", "trustDomainAliases", "trust_domain_aliases")) {
      aliases.addAll(strings(field));
    }
    for (Field field : fields(mesh, "", "caCertificates", "ca_certificates")) {
      List<?> entries = list(field);
      // An empty one as well replaces that of a shared mesh config.
      hasList = true;
      for (int i = 0; i < entries.size(); i++) {
        String place = field.name() + "[" + i + "]";
        readCertificateData(mapping(entries.get(i), place), place + ".");
      }
    }
    for (Field defaults : fields(mesh, "", "defaultConfig", "default_config")) {
      Map<?, ?> proxy = mapping(defaults.value(), defaults.name());
      for (Field field :
          fields(proxy, defaults.name() + ".", "caCertificatesPem", "ca_certificates_pem")) {
        List<?> entries = list(field);
        for (int i = 0; i < entries.size(); i++) {
          readPem(new Field(field.name() + "[" + i + "]", entries.get(i)));
        }
      }
    }
  }

  private void readCertificateData(Map<?, ?> data, String prefix) {
    fields(data, prefix, "pem").forEach(this::readPem);
    List<String> trustDomains =
        fields(data, prefix, "trustDomains", "trust_domains").stream()
            .flatMap(field -> strings(field).stream())
            .toList();
    listed.addAll(trustDomains);
    for (Field url : fields(data, prefix, "spiffeBundleUrl", "spiffe_bundle_url")) {
      if (!string(url).isBlank()) {
        endpoints.add(new MeshTrust.Endpoint(url.name(), trustDomains));
      }
    }
  }

  private void readPem(Field field) {
    String pem = string(field);
    if (pem.isBlank()) {
      return;
    }
    PemOutcome outcome = PemCertificates.parse(pem, PemLimits.DEFAULTS);
    if (outcome instanceof PemOutcome.Rejected rejected) {
      throw new Misshapen(field.name() + ", " + rejected.message());
    }
    ((PemOutcome.Certificates) outcome)
        .anchors()
        .forEach(anchor -> roots.add(new MeshTrust.Root(field.name(), anchor)));
  }

  /** A value and where it stands. */
  private record Field(String name, Object value) {}

  /** Those that are there; protobuf's JSON takes the field's own name as well. */
  private static List<Field> fields(Map<?, ?> mapping, String prefix, String... names) {
    return Stream.of(names)
        .filter(name -> mapping.get(name) != null)
        .map(name -> new Field(prefix + name, mapping.get(name)))
        .toList();
  }

  private static Map<?, ?> mapping(Object value, String place) {
    if (value instanceof Map<?, ?> mapping) {
      return mapping;
    }
    throw new Misshapen(place + " is no mapping");
  }

  private static List<?> list(Field field) {
    if (field.value() instanceof List<?> list) {
      return list;
    }
    throw new Misshapen(field.name() + " is no list");
  }

  private static List<String> strings(Field field) {
    List<String> texts = new ArrayList<>();
    list(field).forEach(element -> texts.add(string(new Field(field.name(), element))));
    return texts;
  }

  private static String string(Field field) {
    if (field.value() instanceof String text) {
      return text;
    }
    throw new Misshapen(field.name() + " is no string");
  }

  private static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s+", " ");
  }

  /** Stops the reading where the text is not what the API says. */
  private static final class Misshapen extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misshapen(String message) {
      super(message);
    }
  }
}
