package polymath.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.channels.FileChannel;
import org.junit.jupiter.api.Test;
import polymath.engine.api.Message;
import polymath.engine.kernel.Kernels;

/// The rules of the house that the module system cannot check.
class ArchitectureTest {
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("polymath.engine");

    @Test
    void dependenciesPointDownOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cli")
                .definedBy("polymath.engine.cli")
                .layer("selftest")
                .definedBy("polymath.engine.selftest")
                .layer("engine")
                .definedBy("polymath.engine")
                .layer("chat")
                .definedBy("polymath.engine.chat")
                .layer("generation")
                .definedBy("polymath.engine.generation")
                .layer("model")
                .definedBy("polymath.engine.model")
                .layer("prefix")
                .definedBy("polymath.engine.prefix")
                .layer("tokenizer")
                .definedBy("polymath.engine.tokenizer")
                .layer("gguf")
                .definedBy("polymath.engine.gguf")
                .layer("kernel")
                .definedBy("polymath.engine.kernel")
                .layer("cuda")
                .definedBy("polymath.engine.cuda")
                .layer("tensor")
                .definedBy("polymath.engine.tensor")
                .layer("api")
                .definedBy("polymath.engine.api")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("selftest")
                .mayOnlyAccessLayers("engine", "model", "kernel", "cuda", "tensor")
                .whereLayer("selftest")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("engine")
                .mayOnlyAccessLayers(
                        "chat", "generation", "prefix", "model", "tokenizer", "gguf", "kernel", "cuda", "tensor", "api")
                .whereLayer("chat")
                .mayOnlyAccessLayers("generation", "tokenizer", "api")
                .whereLayer("generation")
                .mayOnlyAccessLayers("prefix", "model", "tokenizer", "tensor", "api")
                .whereLayer("prefix")
                .mayOnlyAccessLayers("model", "tensor")
                .whereLayer("model")
                .mayOnlyAccessLayers("kernel", "cuda", "tensor", "gguf")
                .whereLayer("tokenizer")
                .mayOnlyAccessLayers("gguf")
                .whereLayer("gguf")
                .mayOnlyAccessLayers("tensor")
                .whereLayer("kernel")
                .mayOnlyAccessLayers("tensor")
                .whereLayer("cuda")
                .mayOnlyAccessLayers("tensor")
                .whereLayer("tensor")
                .mayNotAccessAnyLayer()
                .whereLayer("api")
                .mayNotAccessAnyLayer()
                .check(ENGINE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("polymath.engine.(*)").should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void vectorsStayBehindTheKernelWall() {
        noClasses()
                .that()
                .resideOutsideOfPackage("polymath.engine.kernel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .because("a JVM without the incubator module must run everything else")
                .check(ENGINE);
    }

    @Test
    void foreignFunctionsStayBehindTheCudaWall() {
        noClasses()
                .that()
                .resideOutsideOfPackage("polymath.engine.cuda")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(SymbolLookup.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Linker.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(FunctionDescriptor.class)
                .because("a wrong signature is a crash, not an exception")
                .check(ENGINE);
    }

    @Test
    void nobodyCastsToOneKindOfKernels() {
        noClasses()
                .that()
                .resideOutsideOfPackage("polymath.engine.kernel")
                .should()
                .dependOnClassesThat(new DescribedPredicate<>("implement Kernels") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.isAssignableTo(Kernels.class) && !type.isInterface();
                    }
                })
                .check(ENGINE);
    }

    @Test
    void onlyGgufAndThePrefixCachesOpenFileChannels() {
        noClasses()
                .that()
                .resideOutsideOfPackage("polymath.engine.gguf")
                .and()
                .haveNameNotMatching("polymath\\.engine\\.prefix\\.FileDisk(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(FileChannel.class)
                .check(ENGINE);
    }

    @Test
    void messagesAreRecords() {
        classes()
                .that()
                .implement(Message.class)
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .check(ENGINE);
    }

    @Test
    void onlyTheCommandLineAndTheHostTouchStandardStreamsAndExit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("polymath.engine.cli")
                .and()
                .areNotAssignableTo(EngineHost.class)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(ENGINE);
    }

    @Test
    void threadsAreMadeInNamedPlacesOnly() {
        noClasses()
                .that()
                .haveNameNotMatching("polymath\\.engine\\.(Engine|kernel\\.WorkerPool(\\$Worker)?|cli\\.Chat)")
                .should()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .callConstructor(Thread.class, String.class)
                .check(ENGINE);
    }

    @Test
    void staticStateIsConstant() {
        noFields().that().areStatic().should().notBeFinal().check(ENGINE);
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(ENGINE);
    }
}
