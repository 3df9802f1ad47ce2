namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>Names the assertions of the Sparkplug 3.0.0 specification that a test shows, without their prefix <c>tck-id-</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TckAttribute(params string[] ids) : Attribute
{
    public IReadOnlyList<string> Ids => ids;
}
