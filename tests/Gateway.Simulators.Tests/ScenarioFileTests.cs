namespace Gateway.Simulators.Tests;

public sealed class ScenarioFileTests
{
    private static readonly string DemoText = File.ReadAllText(ScenarioFile.DemoPath);

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "minimum_flow: 0.45", "minimum_flow: 0.2", "'minimum_flow' is '0.2', but must be a number from 0.3 to 1" },
        { "design_shaft_kw: 41.0", "design_shaft_kv: 41.0", "'design_shaft_kw'" },
        { "    unit: 2", "    unit: 1", "two devices on one line need two units" },
        { "efficiency_three_quarter_load: 0.944", "efficiency_three_quarter_load: 0.8", "no motor has both" },
        { "rated_speed_rpm: 1480", "rated_speed_rpm: 1500", "an induction motor slips" },
        { "day_end: 21h", "day_end: 23h", "at least one ramp before 24h" },
        { "day_start: 5h", "day_start: 19h", "at least one ramp after 'day_start'" },
        { "every: 24h", "every: 10m", "longer than 'lasting'" },
        { "kind: calibration", "kind: calibraton", "did you mean 'calibration'?" },
        { "device: boiler-1-monitor", "device: boiler-monitor", "did you mean 'boiler-1-monitor'?" },
        { "seed: 1 ", "seed: -1 ", "'seed'" },
    };

    [Fact]
    public void Load_TheDemo_HasNoFault() => Assert.Empty(ScenarioFile.Load(ScenarioFile.DemoPath).Faults);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Parse_AMistake_IsToldAtItsPlace(string right, string wrong, string message)
    {
        Assert.Contains(right, DemoText, StringComparison.Ordinal);
        var file = ScenarioFile.Parse("x.yaml", DemoText.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Null(file.Scenario);
        Assert.Contains(file.Faults, fault => fault.Message.Contains(message, StringComparison.Ordinal) && fault.Line > 1);
    }

    [Fact]
    public void Parse_ManyMistakes_AreToldAllAtOnce()
    {
        var file = ScenarioFile.Parse("x.yaml", DemoText
            .Replace("c0: 0.37073425", "c0: much", StringComparison.Ordinal)
            .Replace("duct_area_m2: 1.539", "duct_area_m2: 0", StringComparison.Ordinal));
        Assert.Equal(2, file.Faults.Count);
    }

    [Fact]
    public void Load_AFileThatIsNotThere_IsAFault() => Assert.Single(ScenarioFile.Load("/nowhere/x.yaml").Faults);

    [Fact]
    public void Parse_AnEmptyFile_IsAFault() => Assert.Null(ScenarioFile.Parse("x.yaml", "").Scenario);
}
