/**
 * SPIFFE bundle documents: the JSON that trust domains tell each other their anchors in. Between
 * {@code trust}, which knows certificates but no JSON, and whoever reads or serves such a document.
 */
package dev.rootbridge.spiffe;
