package dev.rootbridge.cli;

import picocli.CommandLine.Command;

/** The commands about certificates and bundles; none of them needs a cluster. */
@Command(
    name = "bundle",
    description = "Works with trust bundles, without a cluster.",
    subcommands = {
      BundleInspectCommand.class,
      BundleRenderCommand.class,
      BundleVerifyCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class BundleCommand {}
