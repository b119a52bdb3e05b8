package touchline.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The direction of every arrow, and what no class of ours is or has. */
@AnalyzeClasses(packages = "touchline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int MOST_PARAMETERS = 6;

    @ArchTest
    static final ArchRule theMarketKnowsNoHttpNoQuartzNoDropwizard = noClasses()
            .that()
            .resideInAPackage("touchline.market..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "touchline.jobs..",
                    "touchline.api..",
                    "org.quartz..",
                    "io.dropwizard..",
                    "jakarta.ws..",
                    "java.net.http..");

    @ArchTest
    static final ArchRule jobsKnowNoApi = noClasses()
            .that()
            .resideInAPackage("touchline.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("touchline.api..", "io.dropwizard..", "jakarta.ws..");

    @ArchTest
    static final ArchRule theJobPlatformKnowsNoFootball = noClasses()
            .that()
            .resideInAPackage("touchline.jobs.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("touchline.market..", "touchline.jobs.sportmonks..", "touchline.jobs.bots..");

    @ArchTest
    static final ArchRule quartzStaysInThePlatform = noClasses()
            .that()
            .resideOutsideOfPackages("touchline.jobs.platform..", "touchline.api.subscriber..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.quartz..");

    @ArchTest
    static final ArchRule jobFamiliesDoNotKnowEachOther = SlicesRuleDefinition.slices()
            .matching("touchline.jobs.(sportmonks|bots)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule namesSayWhatAClassDoes = noClasses()
            .should()
            .haveNameMatching(".*(Common|Core|Utils?|Helper|Manager|Impl)")
            .because("such a name says nothing");

    @ArchTest
    static final ArchRule packagesSayWhatTheyAre =
            noClasses().should().resideInAnyPackage("..common..", "..core..", "..util..", "..helper..", "..impl..");

    @ArchTest
    static final ArchRule noMoneyInFloatingPoint = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("touchline.market..")
            .should()
            .haveRawType(floating());

    @ArchTest
    static final ArchRule noMoneyInFloatingPointIsReturned = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("touchline.market..")
            .should()
            .haveRawReturnType(floating());

    @ArchTest
    static final ArchRule noStateIsStatic =
            fields().that().areStatic().and().areNotPrivate().should().beFinal();

    @ArchTest
    static final ArchRule noStaticStateChanges = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule constructorsTakeNoMoreThanSix =
            classes().that().areNotRecords().and().areNotEnums().should(takeAtMostSix());

    private static DescribedPredicate<JavaClass> floating() {
        return DescribedPredicate.describe(
                "double or float",
                type -> type.getName().equals("double")
                        || type.getName().equals("float")
                        || type.getName().equals("java.lang.Double"));
    }

    /** The configuration has a parameter for each section of the file; that is its shape. */
    private static ArchCondition<JavaClass> takeAtMostSix() {
        return new ArchCondition<>("have constructors of at most six parameters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaConstructor constructor : type.getConstructors()) {
                    if (constructor.getRawParameterTypes().size() > MOST_PARAMETERS
                            && !type.getSimpleName().equals("TouchlineConfiguration")
                            && !type.isAnonymousClass()
                            && !type.isLocalClass()) {
                        events.add(SimpleConditionEvent.violated(type, constructor.getFullName()));
                    }
                }
            }
        };
    }
}
