using System.Globalization;
using System.Text;

namespace Gateway.Commissioning;

/// <summary>What a scan came to.</summary>
/// <param name="Complete">False when it was stopped before its end.</param>
/// <param name="Asked">How many units were asked, over all settings.</param>
/// <param name="Units">Those that answered.</param>
/// <param name="DamagedAnswers">Where something came that was no answer.</param>
/// <param name="EveryUnitAnswersAlike">
/// True where many ids were asked and all gave the same answer: one device that pays no heed to the unit id, as most do that have a TCP
/// port of their own.
/// </param>
internal sealed record ScanReport(
    bool Complete,
    int Asked,
    IReadOnlyList<ScannedUnit> Units,
    IReadOnlyList<ScannedPlace> DamagedAnswers,
    bool EveryUnitAnswersAlike)
{
    // More than a line of 32 drivers can hold by chance; fewer ids may well be as many devices.
    private const int FewestAlike = 8;

    public static ScanReport Of(BusScan scan, IReadOnlyList<FoundUnit> found, bool isComplete) => new(
        isComplete,
        scan.Asked,
        [.. found.Select(ScannedUnit.Of)],
        [.. scan.Damaged.Select(damaged => new ScannedPlace(damaged.Link.Kind, damaged.Link.Target, damaged.Unit))],
        AreAlike(scan));

    /// <summary>True where one device seems to answer for every unit.</summary>
    public static bool AreAlike(BusScan scan) =>
        scan.Found.Count >= FewestAlike && scan.Found.Count == scan.Asked && scan.Found.Select(unit => unit.Answer).Distinct().Count() == 1;

    public string Text()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"answered: {Units.Count} of {Asked} asked")
            .Append(Complete ? "\n" : ", stopped early\n");
        var shown = EveryUnitAnswersAlike ? Units.Take(1).ToList() : Units;
        if (shown.Count > 0)
        {
            text.Append('\n').Append(TextTable.Write(
                [">unit", "link", "answer", ">ms"],
                [.. shown.Select(unit => (string[])
                [
                    unit.Unit.ToString(CultureInfo.InvariantCulture), $"{unit.Kind} {unit.Target}", unit.Answer,
                    unit.AnswerMs.ToString("F1", CultureInfo.InvariantCulture),
                ])]));
        }

        if (EveryUnitAnswersAlike)
        {
            text.Append("Every unit answers the same: one device that pays no heed to the unit id. Take unit 1.\n");
        }

        WriteGuesses(text, shown);
        foreach (var place in DamagedAnswers)
        {
            text.Append(CultureInfo.InvariantCulture, $"unit {place.Unit} on {place.Kind} {place.Target}: a damaged answer; ")
                .Append("the line is set otherwise, wired badly, or two devices have this address\n");
        }

        return text.ToString();
    }

    private static void WriteGuesses(StringBuilder text, IReadOnlyList<ScannedUnit> units)
    {
        foreach (var unit in units.Where(unit => unit.Guesses.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nUnit {unit.Unit} may be (a guess: compare with the nameplate)\n");
            text.Append(TextTable.Write(
                ["  profile", ">score", "evidence"],
                [.. unit.Guesses.Select(guess => (string[])["  " + guess.Profile, $"{guess.ScorePct} %", guess.Evidence])]));
        }
    }
}

/// <summary>A unit that answered.</summary>
internal sealed record ScannedUnit(
    string Kind, string Target, int Unit, string Answer, double AnswerMs, IReadOnlyList<ProfileGuess> Guesses)
{
    public static ScannedUnit Of(FoundUnit found) => new(
        found.Link.Kind, found.Link.Target, found.Unit, found.Answer, Math.Round(found.Took.TotalMilliseconds, 3), found.Guesses);
}

/// <summary>Where a unit was asked.</summary>
internal sealed record ScannedPlace(string Kind, string Target, int Unit);
