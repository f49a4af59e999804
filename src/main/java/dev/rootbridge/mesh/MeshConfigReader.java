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

  private static final int MAX_ALIASES = 50;
  private static final int MAX_PROBLEM = 200;

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
      YamlBounds.require(text);
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
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    return options;
  }

  private MeshDomains domains() {
    return new MeshDomains(local, aliases, hasList ? Optional.of(listed) : Optional.empty());
  }

  private void readMesh(Map<?, ?> mesh) {
    local =
        field(mesh, "", "trustDomain", "trust_domain")
            .map(MeshConfigReader::string)
            .filter(name -> !name.isEmpty());
    field(mesh, "", "trustDomainAliases", "trust_domain_aliases")
        .ifPresent(field -> aliases.addAll(strings(field)));
    field(mesh, "", "caCertificates", "ca_certificates").ifPresent(this::readCertificates);
    field(mesh, "", "defaultConfig", "default_config").ifPresent(this::readProxyConfig);
  }

  private void readCertificates(Field field) {
    List<?> entries = list(field);
    // An empty one as well replaces that of a shared mesh config.
    hasList = true;
    for (int i = 0; i < entries.size(); i++) {
      String place = field.name() + "[" + i + "]";
      readCertificateData(mapping(entries.get(i), place), place + ".");
    }
  }

  private void readProxyConfig(Field defaults) {
    Map<?, ?> proxy = mapping(defaults.value(), defaults.name());
    field(proxy, defaults.name() + ".", "caCertificatesPem", "ca_certificates_pem")
        .ifPresent(
            field -> {
              List<?> entries = list(field);
              for (int i = 0; i < entries.size(); i++) {
                readPem(new Field(field.name() + "[" + i + "]", entries.get(i)));
              }
            });
  }

  private void readCertificateData(Map<?, ?> data, String prefix) {
    field(data, prefix, "pem").ifPresent(this::readPem);
    List<String> trustDomains =
        field(data, prefix, "trustDomains", "trust_domains")
            .map(MeshConfigReader::strings)
            .orElse(List.of());
    listed.addAll(trustDomains);
    field(data, prefix, "spiffeBundleUrl", "spiffe_bundle_url")
        .filter(url -> !string(url).isBlank())
        .ifPresent(url -> endpoints.add(new MeshTrust.Endpoint(url.name(), trustDomains)));
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

  /** The one that is there, if it is; protobuf's JSON takes the field's own name as well. */
  private static Optional<Field> field(Map<?, ?> mapping, String prefix, String... names) {
    List<Field> found =
        Stream.of(names)
            .filter(name -> mapping.get(name) != null)
            .map(name -> new Field(prefix + name, mapping.get(name)))
            .toList();
    if (found.size() > 1) {
      throw new Misshapen(found.get(0).name() + " is there twice, as " + names[1] + " too");
    }
    return found.stream().findFirst();
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

  /** The text's own words may be in it. */
  private static String oneLine(String message) {
    String line = String.valueOf(message).replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
    return line.length() > MAX_PROBLEM ? line.substring(0, MAX_PROBLEM - 1) + "…" : line;
  }

  /** Stops the reading where the text is not what the API says. */
  private static final class Misshapen extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misshapen(String message) {
      super(message);
    }
  }
}
