package jenkins.security;

public class FIPS140 {
    public static boolean useCompliantAlgorithms() {
        return Boolean.getBoolean(FIPS140.class.getName() + ".COMPLIANCE");
    }
}
