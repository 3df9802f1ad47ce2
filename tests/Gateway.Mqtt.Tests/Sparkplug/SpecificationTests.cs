using System.Reflection;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>CONFORMANCE.md beside the code names each assertion once, with the tests that show it or why it is none of ours.</summary>
public sealed class SpecificationTests
{
    /// <summary>The assertions of Sparkplug 3.0.0 that have an id.</summary>
    private const int AssertionCount = 299;

    private static Dictionary<string, string> Rows => File.ReadAllLines(PathOfTable())
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2]);

    private static Dictionary<string, string> Shown =>
        typeof(SpecificationTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .SelectMany(method => (method.GetCustomAttribute<TckAttribute>()?.Ids ?? []).Select(id => (Id: id, Method: method)))
            .GroupBy(shown => shown.Id)
            .ToDictionary(
                group => group.Key,
                group => string.Join(", ", group.Select(shown => NameOf(shown.Method)).Order(StringComparer.Ordinal)));

    [Fact]
    public void Conformance_NamesEachAssertionOnce() => Assert.Equal(AssertionCount, Rows.Count);

    [Fact]
    public void Conformance_AndTests_NameEachOther() =>
        Assert.Equal(
            Shown.Select(shown => $"{shown.Key}: {shown.Value}").Order(StringComparer.Ordinal),
            Rows.Where(row => row.Value.StartsWith('`')).Select(row => $"{row.Key}: {row.Value}").Order(StringComparer.Ordinal));

    [Fact]
    public void Conformance_WhatNoTestShows_IsGivenAReason() =>
        Assert.All(
            Rows.Values.Where(value => !value.StartsWith('`')),
            value => Assert.StartsWith("not ours: ", value, StringComparison.Ordinal));

    [Fact]
    public void Assertions_AreShownByTestsThatRun() =>
        Assert.All(
            typeof(SpecificationTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
                .Where(method => method.GetCustomAttribute<TckAttribute>() is not null),
            method => Assert.True(method.GetCustomAttribute<FactAttribute>() is { Skip: null }, method.Name));

    private static string NameOf(MethodInfo method) => $"`{method.DeclaringType!.Name}.{method.Name}`";

    private static string PathOfTable()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "src", "Gateway.Mqtt", "Sparkplug", "CONFORMANCE.md");
    }
}
