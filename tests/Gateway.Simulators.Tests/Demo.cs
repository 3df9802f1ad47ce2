namespace Gateway.Simulators.Tests;

/// <summary>The demonstration's scenario, and a start that makes tests repeatable.</summary>
internal static class Demo
{
    /// <summary>A Wednesday, 08:00 in the plant.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);

    public static double StartS => Start.ToUnixTimeSeconds();

    public static FanScenario Fan => Scenario.Fan!;

    public static BoilerScenario Boiler => Scenario.Boiler!;

    public static Scenario Scenario { get; } =
        ScenarioFile.Load(ScenarioFile.DemoPath).Scenario ?? throw new InvalidOperationException("demo.yaml is wrong.");
}
