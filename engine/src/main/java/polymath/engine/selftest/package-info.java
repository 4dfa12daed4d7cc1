/// Tries all of a graphics card that the engine uses: every kernel and a whole model against the processor, and how
/// fast they are.
package polymath.engine.selftest;
