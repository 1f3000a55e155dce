package dev.sidestep.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows between modules and packages point one way only.
@AnalyzeClasses(packages = "dev.sidestep", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final String CORE = "dev.sidestep.core..";
    private static final String WIRE = "dev.sidestep.wire..";
    private static final String STORE = "dev.sidestep.store..";
    private static final String GATEWAY = "dev.sidestep.gateway..";
    private static final String CLI = "dev.sidestep.gateway.cli..";
    private static final String SIMULATOR = "dev.sidestep.simulator..";

    @ArchTest
    static final ArchRule coreKnowsNothingButJava = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(CORE, "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule wireKnowsTheCoreAndJackson = classes()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(WIRE, CORE, "java..", "org.jspecify..", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule libraryKnowsNeitherGatewayNorSimulator = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.sidestep", "dev.sidestep.call..", "dev.sidestep.config..", "dev.sidestep.exchange..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(GATEWAY, SIMULATOR, STORE);

    @ArchTest
    static final ArchRule storeKnowsTheCoreAlone = noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sidestep",
                    WIRE,
                    GATEWAY,
                    SIMULATOR,
                    "dev.sidestep.call..",
                    "dev.sidestep.config..",
                    "dev.sidestep.exchange..");

    /// Who shares nothing, and who keeps nothing, loads none of it.
    @ArchTest
    static final ArchRule databasesAndRedisStayInTheirRooms = noClasses()
            .that()
            .resideOutsideOfPackages("dev.sidestep.store.sql..", "dev.sidestep.store.share..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..", "io.lettuce..");

    /// Who wants no spans loads nothing of what makes them.
    @ArchTest
    static final ArchRule spansStayInTheirRoom = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sidestep.gateway.trace..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule simulatorKnowsNoneOfOurs = noClasses()
            .that()
            .resideInAPackage(SIMULATOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sidestep",
                    CORE,
                    WIRE,
                    STORE,
                    GATEWAY,
                    "dev.sidestep.call..",
                    "dev.sidestep.config..",
                    "dev.sidestep.exchange..");

    @ArchTest
    static final ArchRule onlyTheCommandLineSimulates = noClasses()
            .that()
            .resideInAPackage(GATEWAY)
            .and()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIMULATOR, CLI);

    @ArchTest
    static final ArchRule coreTouchesNoWorld = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.logging..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random");

    /// The one place that names the machine's clock is the ticker's factory, which the shells call.
    @ArchTest
    static final ArchRule coreReadsNoClock = noClasses()
            .that()
            .resideInAPackage(CORE)
            .and()
            .doNotHaveFullyQualifiedName("dev.sidestep.core.Ticker")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule nothingSleepsOrSpawnsOrEvaluates = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.ProcessBuilder")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("javax.script..");

    @ArchTest
    static final ArchRule coreHasNoCycles =
            slices().matching("dev.sidestep.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule wireHasNoCycles =
            slices().matching("dev.sidestep.wire.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule storeHasNoCycles =
            slices().matching("dev.sidestep.store.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule gatewayHasNoCycles =
            slices().matching("dev.sidestep.gateway.(*)..").should().beFreeOfCycles();

    /// The gateway stands on its rooms, and none of them knows it but the command line.
    @ArchTest
    static final ArchRule roomsOfTheGatewayDoNotKnowIt = noClasses()
            .that()
            .resideInAPackage("dev.sidestep.gateway.*..")
            .and()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sidestep.gateway");

    /// What observes calls decides nothing: who admits, configures and sends does not know it.
    @ArchTest
    static final ArchRule observersAreUnknownToWhomTheyObserve = noClasses()
            .that()
            .resideInAnyPackage("dev.sidestep.gateway.auth..", "dev.sidestep.gateway.config..")
            .or()
            .resideInAPackage("dev.sidestep.gateway.accounts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sidestep.gateway.dashboard..",
                    "dev.sidestep.gateway.ledger..",
                    "dev.sidestep.gateway.metrics..",
                    "dev.sidestep.gateway.trace..");

    /// The library's face stands on its rooms, and none of them knows it.
    @ArchTest
    static final ArchRule roomsOfTheLibraryDoNotKnowItsFace = noClasses()
            .that()
            .resideInAnyPackage("dev.sidestep.call", "dev.sidestep.config", "dev.sidestep.exchange")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sidestep");

    @ArchTest
    static final ArchRule roomsHaveNoCycles = slices().matching(
                    "dev.sidestep.(core|wire|call|config|exchange|store|gateway|simulator)..")
            .should()
            .beFreeOfCycles();
}
