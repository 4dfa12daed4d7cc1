/// NVIDIA's driver and cuBLAS, found at run time and called through the foreign function interface; the only place with
/// downcalls. Nothing here is needed to run the engine.
package polymath.engine.cuda;
