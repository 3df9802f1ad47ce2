namespace Gateway.Mqtt.Embedded;

/// <summary>Whether topic filters grant a topic, or all that another filter asks for.</summary>
internal static class TopicRights
{
    /// <summary>One of the filters covers it.</summary>
    public static bool Grant(IReadOnlyList<string> filters, string asked) => filters.Any(filter => Covers(filter, asked));

    /// <summary>Every topic that matches <paramref name="asked"/>, a topic or a filter, matches <paramref name="filter"/> too.</summary>
    public static bool Covers(string filter, string asked)
    {
        var granted = filter.Split('/');
        var levels = asked.Split('/');

        // MQTT 5.0, section 4.7.2: a wildcard does not stand for the broker's own topics.
        if (levels[0].StartsWith('$') && granted[0] != levels[0])
        {
            return false;
        }

        for (var i = 0; i < granted.Length; i++)
        {
            // Section 4.7.1.2: "a/#" is for "a" too.
            if (granted[i] == "#")
            {
                return true;
            }

            if (i == levels.Length || levels[i] == "#" || (granted[i] != "+" && granted[i] != levels[i]))
            {
                return false;
            }
        }

        return granted.Length == levels.Length;
    }
}
