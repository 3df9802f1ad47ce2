using CsCheck;
using Gateway.Mqtt.Embedded;

namespace Gateway.Mqtt.Tests.Embedded;

public sealed class TopicRightsTests
{
    private static readonly string[] Levels = ["a", "b", "", "+"];

    private static readonly Gen<string> Topic =
        Gen.Int[0, 2].Array[1, 3].Select(levels => string.Join('/', levels.Select(level => Levels[level])));

    private static readonly Gen<string> Filter =
        Gen.Select(Gen.Int[0, 3].Array[1, 3], Gen.Bool, (levels, open) =>
            string.Join('/', levels.Select(level => Levels[level])) + (open ? "/#" : string.Empty));

    [Theory]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/+/c", "a/+/c", true)]
    [InlineData("a/b/c", "a/+/c", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/+/#", true)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("#", "$SYS/broker", false)]
    [InlineData("+/broker", "$SYS/broker", false)]
    [InlineData("$SYS/#", "$SYS/broker", true)]
    public void Covers_AFilter_WhatMqttSaysOfIt(string filter, string asked, bool covered) =>
        Assert.Equal(covered, TopicRights.Covers(filter, asked));

    [Fact]
    public void Covers_AFilterThatCoversAnother_CoversEveryTopicOfThat() =>
        Gen.Select(Filter, Filter, Topic).Sample((granted, asked, topic) =>
            !TopicRights.Covers(granted, asked) || !TopicRights.Covers(asked, topic) || TopicRights.Covers(granted, topic));
}
