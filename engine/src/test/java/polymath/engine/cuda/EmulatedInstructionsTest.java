package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Instructions one by one, by what their manual says.
class EmulatedInstructionsTest {
    private static final String BEFORE = """
            .version 7.0
            .target sm_75
            .address_size 64
            .global .align 8 .u64 cell = 10;
            .visible .entry k(.param .u64 a, .param .u64 b, .param .u64 c, .param .u64 y)
            {
                .reg .pred %p<4>;
                .reg .b64 %a, %b, %c, %d, %e, %y;
                .local .align 8 .b8 mine[16];
                .shared .align 8 .b8 ours[16];
                ld.param.u64 %a, [a];
                ld.param.u64 %b, [b];
                ld.param.u64 %c, [c];
                ld.param.u64 %y, [y];
                setp.ne.u64 %p1, %c, 0;
            """;
    private static final String AFTER = """
                st.global.u64 [%y], %d;
                ret;
            }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # whole numbers
            bfe.u32 %d, %a, 4, 8          | 0x12345678 | 0 | 0 | 0x67
            bfe.s32 %d, %a, 4, 4          | 0x000000f0 | 0 | 0 | -1
            bfi.b32 %d, %a, %b, 8, 8      | 0xab       | 0x11111111 | 0 | 0x1111ab11
            lop3.b32 %d, %a, %b, %c, 0xe8 | 0b1100     | 0b1010 | 0b0110 | 0b1110
            lop3.b32 %d, %a, %b, %c, 0x96 | 0b1100     | 0b1010 | 0b0110 | 0b0000
            prmt.b32 %d, %a, %b, 0x87     | 0x11223384 | 0x80667788 | 0 | 0x8484ff80
            shf.l.clamp.b32 %d, %a, %b, 40| 1          | 2 | 0 | 1
            shf.r.wrap.b32 %d, %a, %b, 36 | 0x10       | 2 | 0 | 0x20000001
            dp4a.u32.s32 %d, %a, %b, %c   | 0x000000ff | 0x000000ff | 1 | -254
            sad.s32 %d, %a, %b, %c        | -3         | 4 | 10 | 17
            slct.u32.s32 %d, %a, %b, %c   | 1          | 2 | -5 | 2
            mul.hi.u32 %d, %a, %b         | -1         | -1 | 0 | 0xfffffffe
            mul.hi.s64 %d, %a, 4          | -2         | 0 | 0 | 0xffffffff
            mad.hi.s32 %d, %a, %b, %c     | 0x40000000 | 8 | 5 | 7
            mad.wide.u16 %d, %a, %b, %c   | 0xffff     | 0xffff | 1 | 0xfffe0002
            min.s32 %d, %a, %b            | -1         | 1 | 0 | -1
            min.u32 %d, %a, %b            | -1         | 1 | 0 | 1
            max.u64 %d, %a, %b            | -1         | 1 | 0 | -1
            shl.b32 %d, %a, 32            | 5          | 0 | 0 | 0
            shr.s32 %d, %a, 40            | -5         | 0 | 0 | -1
            shr.u32 %d, %a, 4             | -1         | 0 | 0 | 0x0fffffff
            rem.s32 %d, %a, %b            | -7         | 3 | 0 | -1
            div.u32 %d, %a, %b            | -1         | 2 | 0 | 0x7fffffff
            div.s32 %d, %a, %b            | 1          | 0 | 0 | -1
            popc.b64 %d, %a               | -1         | 0 | 0 | 64
            clz.b32 %d, %a                | 1          | 0 | 0 | 31
            brev.b32 %d, %a               | 1          | 0 | 0 | 0x80000000
            bfind.u32 %d, %a              | 0x100      | 0 | 0 | 8
            bfind.shiftamt.s32 %d, %a     | -2         | 0 | 0 | 31
            cnot.b32 %d, %a               | 0          | 0 | 0 | 1
            abs.s32 %d, %a                | -9         | 0 | 0 | 9
            # conversions
            cvt.sat.s8.s32 %d, %a         | 300        | 0 | 0 | 127
            cvt.sat.u8.s32 %d, %a         | -300       | 0 | 0 | 0
            cvt.s32.s8 %d, %a             | 0x80       | 0 | 0 | -128
            cvt.u16.u32 %d, %a            | 0x12345    | 0 | 0 | 0x2345
            cvt.rni.s32.f32 %d, %a        | 0x40200000 | 0 | 0 | 2
            cvt.rpi.s32.f32 %d, %a        | 0x40200000 | 0 | 0 | 3
            cvt.rmi.s32.f32 %d, %a        | 0xc0200000 | 0 | 0 | -3
            cvt.rzi.u32.f32 %d, %a        | 0xc0200000 | 0 | 0 | 0
            cvt.rzi.s32.f32 %d, %a        | 0x7fc00000 | 0 | 0 | 0
            cvt.rzi.s32.f32 %d, %a        | 0x7f800000 | 0 | 0 | 0x7fffffff
            cvt.rn.f16.f32 %d, %a         | 0x3f801000 | 0 | 0 | 0x3c00
            cvt.rz.f16.f32 %d, %a         | 0x3f803fff | 0 | 0 | 0x3c01
            cvt.rn.f16x2.f32 %d, %a, %b   | 0x3f800000 | 0x40000000 | 0 | 0x3c004000
            cvt.rn.bf16x2.f32 %d, %a, %b  | 0x3f808000 | 0x3f818000 | 0 | 0x3f803f82
            cvt.rn.f32.u64 %d, %a         | -1         | 0 | 0 | 0x5f800000
            cvt.f32.f16 %d, %a            | 0x0001     | 0 | 0 | 0x33800000
            cvt.ftz.f32.f32 %d, %a        | 0x80000001 | 0 | 0 | 0x80000000
            cvt.sat.f32.f32 %d, %a        | 0x40000000 | 0 | 0 | 0x3f800000
            # floats
            add.ftz.f32 %d, %a, %b        | 0x00000001 | 0x80000000 | 0 | 0
            add.f32 %d, %a, %b            | 0x00000001 | 0x80000000 | 0 | 1
            add.sat.f32 %d, %a, %b        | 0x3f800000 | 0x3f800000 | 0 | 0x3f800000
            fma.rn.f32 %d, %a, %a, %b     | 0x3f800001 | 0xbf800002 | 0 | 0x28800000
            fma.rm.f32 %d, %a, %b, %c     | 0x3f800000 | 0x3f800000 | 0xa0000000 | 0x3f7fffff
            fma.rp.f32 %d, %a, %b, %c     | 0x3f800000 | 0x3f800000 | 0x20000000 | 0x3f800001
            fma.rz.f32 %d, %a, %b, %c     | 0xbf800000 | 0x3f800000 | 0x20000000 | 0xbf7fffff
            min.f32 %d, %a, %b            | 0x7fc00000 | 0x40000000 | 0 | 0x40000000
            max.NaN.f32 %d, %a, %b        | 0x7fc00000 | 0x40000000 | 0 | 0x7fc00000
            ex2.approx.f32 %d, %a         | 0x40400000 | 0 | 0 | 0x41000000
            ex2.approx.ftz.f32 %d, %a     | 0xc3010000 | 0 | 0 | 0
            lg2.approx.f32 %d, %a         | 0x41000000 | 0 | 0 | 0x40400000
            rcp.rn.f32 %d, %a             | 0x40800000 | 0 | 0 | 0x3e800000
            neg.f16x2 %d, %a              | 0x3c00bc00 | 0 | 0 | 0xbc003c00
            add.f16x2 %d, %a, %b          | 0x3c004000 | 0x3c003c00 | 0 | 0x40004200
            mul.f16x2 %d, %a, %b          | 0x3c004000 | 0x42004000 | 0 | 0x42004400
            max.f16x2 %d, %a, %b          | 0x3c004000 | 0x4200bc00 | 0 | 0x42004000
            fma.rn.f16x2 %d, %a, %b, %c   | 0x3c004000 | 0x42004000 | 0x3c00bc00 | 0x44004200
            fma.rn.f16 %d, %a, %b, %c     | 0x3c00     | 0x4000 | 0x3c00 | 0x4200
            # choices
            selp.b32 %d, %a, %b, %p1      | 1          | 2 | 1 | 1
            set.lt.u32.s32 %d, %a, %b     | -1         | 0 | 0 | -1
            set.gt.f32.f32 %d, %a, %b     | 0x40000000 | 0 | 0 | 0x3f800000
            setp.lo.u32 %p2, %a, %b; selp.u32 %d, 7, 8, %p2       | 1 | -1 | 0 | 7
            setp.ltu.f32 %p2, %a, %b; selp.u32 %d, 7, 8, %p2      | 0x7fc00000 | 0 | 0 | 7
            setp.ne.f32 %p2, %a, %b; selp.u32 %d, 7, 8, %p2       | 0x7fc00000 | 0 | 0 | 8
            setp.eq.or.s32 %p2, %a, %b, %p1; selp.u32 %d, 7, 8, %p2 | 1 | 2 | 1 | 7
            # registers and memory
            mov.b64 {%e, %d}, %a          | 0x500000006 | 0 | 0 | 5
            mov.b64 %d, {%a, %b}          | 0x1 | 0 | 0 | 1
            mov.b32 %d, 0f3F800000        | 0 | 0 | 0 | 0x3f800000
            mov.f64 %e, 0d4000000000000000; cvt.rn.f32.f64 %d, %e | 0 | 0 | 0 | 0x40000000
            { .reg .b64 %e; mov.u64 %e, 3; add.s64 %d, %e, %a; }  | 4 | 0 | 0 | 7
            { .reg.b16 lo, hi; mov.b32 {lo, hi}, %a; mov.b32 %d, {hi, lo}; } | 0x12345678 | 0 | 0 | 0x56781234
            cvta.shared.u64 %e, ours; st.u32 [%e+8], %a; ld.shared.u32 %d, [ours+8] | 9 | 0 | 0 | 9
            cvta.local.u64 %e, mine; st.v2.u32 [%e], {%a, %b}; ld.local.u32 %d, [mine+4] | 9 | 8 | 0 | 8
            mov.u64 %e, ours; cvta.shared.u64 %e, %e; isspacep.shared %p2, %e; selp.u32 %d, 7, 8, %p2 | 0 | 0 | 0 | 7
            mov.u64 %e, cell; isspacep.shared %p2, %e; selp.u32 %d, 7, 8, %p2 | 0 | 0 | 0 | 8
            ld.global.u64 %d, [cell]      | 0 | 0 | 0 | 10
            red.global.add.u32 [cell], %a; ld.volatile.global.u32 %d, [cell] | 5 | 0 | 0 | 15
            atom.global.exch.b32 %e, [cell], %a; ld.global.u32 %d, [cell] | 5 | 0 | 0 | 5
            atom.global.inc.u32 %e, [cell], 10; ld.global.u32 %d, [cell] | 0 | 0 | 0 | 0
            atom.global.dec.u32 %e, [cell], 10; ld.global.u32 %d, [cell] | 0 | 0 | 0 | 9
            atom.global.cas.b32 %d, [cell], 10, 3 | 0 | 0 | 0 | 10
            atom.relaxed.gpu.global.max.s32 _, [cell], %a; ld.global.u32 %d, [cell] | 70 | 0 | 0 | 70
            # ways
            @%p1 bra ONE; mov.u32 %d, 2; bra END; ONE: mov.u32 %d, 1; END: | 0 | 0 | 1 | 1
            @!%p1 bra ONE; mov.u32 %d, 2; bra END; ONE: mov.u32 %d, 1; END: | 0 | 0 | 1 | 2
            all: .branchtargets X, Y, Z; brx.idx %a, all; X: mov.u32 %d, 5; bra.uni W; Y: mov.u32 %d, 6; bra W; Z: mov.u32 %d, 7; W: | 1 | 0 | 0 | 6
            # lanes
            mov.u32 %e, %laneid; match.any.sync.b32 %d, %e, 1 | 0 | 0 | 0 | 1
            activemask.b32 %d             | 0 | 0 | 0 | 1
            vote.sync.all.pred %p2, %p1, 1; selp.u32 %d, 7, 8, %p2 | 0 | 0 | 1 | 7
            bar.warp.sync 1; barrier.cta.sync.aligned 0; mov.u32 %d, %ntid.x | 0 | 0 | 0 | 1
            """)
    void anInstructionDoesWhatItsManualSays(String code, String a, String b, String c, String expected) {
        EmulatedCudaDriver driver = new EmulatedCudaDriver(1 << 20);
        driver.use(0);
        try (Arena arena = Arena.ofConfined();
                DeviceBuffer y = new DeviceBuffer(driver, 8)) {
            long module = driver.load(BEFORE + code + ";\n" + AFTER);
            MemorySegment arguments = new KernelArguments(arena)
                    .add(number(a))
                    .add(number(b))
                    .add(number(c))
                    .add(y.address())
                    .pointers();
            driver.launch(driver.function(module, "k"), Grid.of(1, 1), 0, arguments, 0);
            MemorySegment back = arena.allocate(8, 8);
            y.read(back, 0, 0);
            // what is above an instruction's bits does not count
            assertThat(back.get(ValueLayout.JAVA_INT, 0)).isEqualTo((int) number(expected));
        }
    }

    private static long number(String text) {
        if (text.startsWith("0b")) return Long.parseLong(text, 2, text.length(), 2);
        return Long.decode(text);
    }
}
