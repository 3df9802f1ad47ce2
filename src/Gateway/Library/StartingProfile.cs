namespace Gateway.Library;

/// <summary>What a profile of one's own begins with.</summary>
internal static class StartingProfile
{
    /// <summary>The schema by which an editor completes and checks: beside the profiles, so that a folder can be taken elsewhere.</summary>
    public const string SchemaFile = "profile.schema.json";

    private const string SchemaMark = "# yaml-language-server:";
    private const string SchemaLine = $"{SchemaMark} $schema={SchemaFile}";

    /// <summary>A profile that says at each line what belongs there; a template until its points have addresses.</summary>
    /// <param name="name">The profile's name.</param>
    public static string New(string name) => $$"""
        {{SchemaLine}}
        # A device type: fill in what stands in CAPITALS, take out what the device does not have.
        # Every key is explained in profiles/README.md beside the program.
        name: {{name}}
        manufacturer: MAKER
        models: [MODEL]
        measurement: meter            # vfd, meter, cems or transmitter
        status: template              # remove this line once every point has its address: only then a device can use it
        source: TITLE, EDITION AND PAGE of the register table

        # How it leaves the factory; verified: true where the manual says so.
        serial: {baud: 9600, format: 8E1, unit: 1, verified: false}

        # What holds for every point that does not say otherwise.
        table: holding                # holding (functions 03, 4xxxx), input (04, 3xxxx), coil (01, 0xxxx), discrete (02, 1xxxx)
        byte_order: ABCD              # ABCD: high word first; CDAB: low word first; BADC, DCBA: low byte first
        max_registers: 125            # most registers in one request
        gap: 0                        # most registers between two points that may be read although nothing is there

        # address: as it goes on the wire, from 0: 40001 of the manual is 0, 30001 is 0 in the table input.
        # value = raw number x scale + offset, in unit. A register that counts 0.1 V has a scale of 0.1.
        points:
          voltage_l1: {type: uint16, scale: 0.1, unit: V}
          active_power: {type: int32, scale: 0.001, unit: kW}
          energy_import: {type: uint32, scale: 0.01, unit: kWh}

        """;

    /// <summary>A copy of another profile under a new name.</summary>
    /// <param name="name">The new name.</param>
    /// <param name="from">The other's name.</param>
    /// <param name="text">The other's text.</param>
    public static string Copy(string name, string from, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n')
            .Where(line => !line.StartsWith(SchemaMark, StringComparison.Ordinal))
            .Select(line => line.StartsWith("name:", StringComparison.Ordinal) ? $"name: {name}" : line);
        return $"{SchemaLine}\n# Begun as a copy of {from}. What is changed here has another source: say it under source.\n"
            + string.Join('\n', lines);
    }
}
