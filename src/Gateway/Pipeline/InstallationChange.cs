namespace Gateway.Pipeline;

/// <summary>What it takes to get from one installation to the next.</summary>
/// <param name="Before">What runs.</param>
/// <param name="Next">What is to run: the links in both are the very same.</param>
internal sealed record InstallationChange(Installation Before, Installation Next)
{
    private const int NamesShown = 5;

    /// <summary>The links that are to end.</summary>
    public IReadOnlyList<InstalledLink> Ended => [.. Before.Links.Where(link => !IsIn(Next, link))];

    /// <summary>The links that are to begin, each with the one of its name that ends for it.</summary>
    public IReadOnlyList<(InstalledLink Link, InstalledLink? SuccessorOf)> Begun =>
    [
        .. from link in Next.Links
           where !IsIn(Before, link)
           select (link, Before.Links.FirstOrDefault(ended => ended.Options.Name == link.Options.Name)),
    ];

    /// <summary>In words, e.g. <c>links replaced: stack; calculations begun anew: retrofit/id-fan</c>.</summary>
    public string Text
    {
        get
        {
            var begun = Begun;
            var (before, next) = (Calculations(Before), Calculations(Next));
            string[] parts =
            [
                .. Part("links added", begun.Where(link => link.SuccessorOf is null).Select(link => link.Link)),
                .. Part("links replaced", begun.Where(link => link.SuccessorOf is not null).Select(link => link.Link)),
                .. Part("links removed", Ended.Where(link => !begun.Any(successor => successor.SuccessorOf == link))),
                .. Part("calculations added", next.Except(before)),
                .. Part("calculations begun anew", next.Intersect(before).Where(IsOther)),
                .. Part("calculations removed", before.Except(next)),
                .. Before.Options.Forward?.Text == Next.Options.Forward?.Text ? Array.Empty<string>() : ["forwarding changed"],
            ];
            return parts.Length > 0 ? string.Join("; ", parts) : "nothing that runs";
        }
    }

    private static bool IsIn(Installation installation, InstalledLink link) =>
        installation.Links.Any(known => ReferenceEquals(known, link));

    private static List<string> Calculations(Installation of) => [.. of.Calculations.All.Select(calculation => calculation.Name)];

    private bool IsOther(string calculation) =>
        Before.Calculations.Definitions[calculation] != Next.Calculations.Definitions[calculation];

    private static IEnumerable<string> Part(string what, IEnumerable<InstalledLink> links) =>
        Part(what, links.Select(link => link.Options.Name));

    private static IEnumerable<string> Part(string what, IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Count > 0)
        {
            var more = all.Count > NamesShown ? $" and {all.Count - NamesShown} more" : string.Empty;
            yield return $"{what}: {string.Join(", ", all.Take(NamesShown))}{more}";
        }
    }
}
