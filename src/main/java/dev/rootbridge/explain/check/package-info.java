/** What {@code doctor} looks at, one class a check, in the order of the chain that they form. */
package dev.rootbridge.explain.check;
