/// Makes the packages that people install: one program for all systems, run on each of them.
@NullMarked
package polymath.installers;

import org.jspecify.annotations.NullMarked;
