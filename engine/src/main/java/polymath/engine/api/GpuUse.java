package polymath.engine.api;

import java.util.Objects;

/// Whether and how a graphics card is used.
///
/// @param layers whose experts go to the card; -1 for as many as fit
/// @param megabytes of 2^20 bytes that may be taken of the card; 0 for all that is free
/// @param device which card, as `gpu-info` counts; -1 for the first that can be used
public record GpuUse(Mode mode, int layers, int megabytes, int device) {

    /// Whether a card is used.
    public enum Mode {
        /// If there is one that can be.
        AUTO,
        OFF,
        /// Without one the model is not loaded.
        REQUIRE
    }

    public static final GpuUse AUTO = new GpuUse(Mode.AUTO, -1, 0, -1);
    public static final GpuUse OFF = new GpuUse(Mode.OFF, -1, 0, -1);

    public GpuUse {
        Objects.requireNonNull(mode);
        if (layers < -1) throw new IllegalArgumentException("layers must be -1 or more, got " + layers);
        if (megabytes < 0) throw new IllegalArgumentException("megabytes must not be negative, got " + megabytes);
        if (device < -1) throw new IllegalArgumentException("device must be -1 or more, got " + device);
    }

    public GpuUse withMode(Mode other) {
        return new GpuUse(other, layers, megabytes, device);
    }
}
