package dev.rootbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.rootbridge.inject.Strictness;
import dev.rootbridge.trust.TrustDomain;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows without a cluster what the webhook would make of a pod. */
@Command(
    name = "inject",
    mixinStandardHelpOptions = true,
    description = {
      "Patches the Pods of a YAML or JSON file as the webhook would in an opted-in namespace,"
          + " and prints the result. So are those in a List, as kubectl get -o yaml prints it.",
      "Other documents, and Pods that stay as they are, are printed as they were read."
          + " Reasons and warnings go to standard error."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rootbridge inject -f pod.yaml --trust-domains cluster-b.example",
      "  kubectl get pods -o yaml | rootbridge inject -f - --trust-domains b.example,c.example"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every document was printed",
      "1:a Pod would be denied (--strict); nothing was printed",
      "2:the command line or the input is wrong; nothing was printed"
    })
public final class InjectCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "File with one or more YAML documents; - is standard input.")
  private String file;

  @Option(
      names = "--trust-domains",
      required = true,
      split = ",",
      paramLabel = "DOMAIN",
      converter = TrustDomainConverter.class,
      description = "The federated trust domains that the namespace may trust.")
  private List<TrustDomain> trustDomains;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace of Pods that don't say theirs (default: ${DEFAULT-VALUE}).",
      defaultValue = "default")
  private String namespace;

  @Option(
      names = "--strict",
      description = "Deny a Pod that names a trust domain which its namespace may not trust.")
  private boolean strict;

  @Override
  public Integer call() {
    PodInjector injector =
        new PodInjector(
            new TreeSet<>(trustDomains),
            namespace,
            strict ? Strictness.STRICT : Strictness.LENIENT);
    try {
      String input = read();
      List<YamlDocument> documents = YamlDocument.split(input);
      if (documents.isEmpty()
          || documents.stream().anyMatch(document -> !document.content().isObject())) {
        err()
            .println(
                file
                    + (documents.isEmpty() ? ": is empty" : ": holds something else than objects")
                    + ": give it Pods, in YAML or JSON");
        return CommandLine.ExitCode.USAGE;
      }
      return print(injector.inject(documents), lineEnd(input));
    } catch (CharacterCodingException e) {
      err().println(file + ": is not text in UTF-8: convert it, for example with iconv");
      return CommandLine.ExitCode.USAGE;
    } catch (NoSuchFileException e) {
      err().println(file + ": can't be read: there is no such file");
      return CommandLine.ExitCode.USAGE;
    } catch (JsonProcessingException e) {
      err().println(file + ": not valid YAML: " + e.getOriginalMessage());
      return CommandLine.ExitCode.USAGE;
    } catch (IOException e) {
      err().println(file + ": can't be read: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }

  private static String lineEnd(String input) {
    return input.contains("\r\n") ? "\r\n" : "\n";
  }

  private int print(PodInjector.Result result, String lineEnd) {
    result.remarks().forEach(err()::println);
    err().flush();
    Optional<String> output = result.output();
    output.map(text -> text.replace("\n", lineEnd)).ifPresent(out()::print);
    out().flush();
    return output.isPresent() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private String read() throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      // Standard input isn't ours to close.
      InputStream in = System.in;
      return utf8(in.readAllBytes());
    }
    return utf8(Files.readAllBytes(Path.of(file)));
  }

  /** Strictly: a byte that is replaced would be lost in what is printed. */
  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
