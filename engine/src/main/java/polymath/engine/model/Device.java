package polymath.engine.model;

import java.util.Optional;
import polymath.engine.cuda.Cublas;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.DeviceKernels;
import polymath.engine.cuda.Element;

/// A graphics card in use: its driver, our kernels on it, cuBLAS if there is one, and the streams that work is put on.
///
/// Belongs to the driver's thread.
///
/// @param half what weights become for products with many tokens: [Element#F32] computes as exactly as the processor,
///     for tests; BF16 where the card has it, since F16 can overflow between the experts' matrices
/// @param compute stream of the kernels
/// @param copies stream of experts on their way to the card
/// @param beside stream of kernels that need not wait for those on the compute stream, see [#fork]
/// @param forked event
/// @param joined event
record Device(
        CudaDriver driver,
        Optional<Cublas> cublas,
        DeviceKernels kernels,
        Element half,
        long compute,
        long copies,
        long beside,
        long forked,
        long joined) {

    /// Takes the driver and cuBLAS over; closing this closes them.
    static Device of(CudaDriver driver, Optional<Cublas> cublas, Element half) {
        return new Device(
                driver,
                cublas,
                new DeviceKernels(driver),
                half,
                driver.newStream(),
                driver.newStream(),
                driver.newStream(),
                driver.newEvent(),
                driver.newEvent());
    }

    /// A stream that goes on from here at the same time as the compute stream, until [#join]: small kernels do not fill
    /// a card.
    long fork() {
        driver.record(forked, compute);
        driver.await(beside, forked);
        return beside;
    }

    /// Has the compute stream wait for what was put beside it.
    void join() {
        driver.record(joined, beside);
        driver.await(compute, joined);
    }

    /// Waits until all that was put on the compute stream is done.
    void synchronize() {
        driver.synchronize(compute);
    }

    /// Gives everything back that is on the card or belongs to it. A card that does not even take that is left to the
    /// end of the process.
    void closeQuietly() {
        closeQuietly(driver, cublas);
    }

    static void closeQuietly(CudaDriver driver, Optional<Cublas> cublas) {
        cublas.ifPresent(library -> tryTo(library::close));
        tryTo(driver::close); // which gives back what was not
    }

    private static void tryTo(Runnable close) {
        try {
            close.run();
        } catch (CudaException e) {
            System.getLogger(Device.class.getName()).log(System.Logger.Level.DEBUG, "a card was not given back", e);
        }
    }
}
