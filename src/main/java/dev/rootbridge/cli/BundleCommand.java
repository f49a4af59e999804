package dev.rootbridge.cli;

import picocli.CommandLine.Command;

/** The commands about certificates and bundles; none of them needs a cluster. */
@Command(
    name = "bundle",
    description = "Work with trust bundles, offline.",
    subcommands = BundleRenderCommand.class,
    mixinStandardHelpOptions = true)
public final class BundleCommand {}
