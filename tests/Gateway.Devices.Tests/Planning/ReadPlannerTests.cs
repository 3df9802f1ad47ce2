using CsCheck;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

public sealed class ReadPlannerTests
{
    private static readonly PointType[] RegisterTypes = [.. Enum.GetValues<PointType>().Where(type => type != PointType.Bool)];

    private static readonly Gen<ReadLimits> AnyLimits = Gen.Select(
        Gen.Int[4, 20],
        Gen.Int[0, 6],
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 4], (first, more) => new AddressRange(first, first + more)).Array[0, 3],
        Gen.Int[0, 60].Array[0, 2],
        (max, gap, holes, splits) => new ReadLimits { MaxRegisters = max, MaxBits = max, MaxGap = gap, Holes = holes, Splits = splits });

    private static readonly Gen<PointProfile> AnyPoint = Gen.Select(
        Gen.Int[1, 4],
        Gen.Int[0, 60],
        Gen.Int[0, RegisterTypes.Length - 1],
        (table, address, type) => Point((ModbusTable)table, address, table <= 2 ? PointType.Bool : RegisterTypes[type]));

    private static readonly Gen<LinkCost> AnyCost = Gen.Select(
        Gen.Int[0, 20], Gen.Int[0, 5], (request, register) => new LinkCost(TimeSpan.FromTicks(request), TimeSpan.FromTicks(register)));

    private static readonly Gen<(PointProfile[] Points, ReadLimits Limits)> AnyCase = CaseOf(25);

    private static Gen<(PointProfile[] Points, ReadLimits Limits)> CaseOf(int most) => Gen.Select(
        AnyPoint.Array[0, most],
        AnyLimits,
        (points, limits) => (points.Where(point => limits.AllowsOneRead(point.Address, point.LastAddress)).ToArray(), limits));

    [Fact]
    public void Plan_AnyPoints_CoversEachExactlyOnce() => AnyCase.Sample(given =>
    {
        var planned = ReadPlanner.Plan(given.Points, given.Limits).Blocks.SelectMany(block => block.Points).ToArray();
        return planned.Length == given.Points.Length && planned.ToHashSet(ReferenceEqualityComparer.Instance).SetEquals(given.Points);
    });

    [Fact]
    public void Plan_AnyPoints_EachBlockHoldsItsPointsAndKeepsTheLimits() => AnyCase.Sample(given =>
        ReadPlanner.Plan(given.Points, given.Limits).Blocks.All(block =>
            block.Count <= given.Limits.MaxCount(block.Table)
            && given.Limits.AllowsOneRead(block.Address, block.LastAddress)
            && block.Points.All(point => point.Table == block.Table)
            && LargestGap(block) <= given.Limits.MaxGap
            && block.Address == block.Points.Min(point => point.Address)
            && block.LastAddress == block.Points.Max(point => point.LastAddress)));

    [Fact]
    public void Plan_AnyPoints_NeedsNoMoreRequestsThanTheBestOfAllWaysToCut() => AnyCase.Sample(given =>
        ReadPlanner.Plan(given.Points, given.Limits).Blocks.Count
            == given.Points.GroupBy(point => point.Table).Sum(table => FewestBlocks([.. table], given.Limits)));

    [Fact]
    public void Plan_AnyCost_IsTheCheapestOfAllWaysToGroupThePoints() => Gen.Select(CaseOf(6), AnyCost).Sample((given, cost) =>
        ReadPlanner.Plan(given.Points, given.Limits, cost).Blocks.Sum(block => cost.Of(block.Table, block.Count))
            == Cheapest(given.Points, given.Limits, cost));

    [Theory]
    [InlineData(9600, 6, 1)]
    [InlineData(9600, 20, 2)]
    [InlineData(115200, 20, 1)]
    [InlineData(115200, 60, 2)]
    public void Plan_GapOnASerialLine_IsReadThroughWhereThatIsFaster(int baud, int gap, int requests)
    {
        int[] addresses = [0, gap + 1];
        PointProfile[] points = [.. addresses.Select(address => Point(ModbusTable.HoldingRegister, address, PointType.U16))];
        var cost = LinkCost.OfSerial(SerialLine.Parse("p", baud, "8E1"));

        Assert.Equal(requests, ReadPlanner.Plan(points, new ReadLimits { MaxGap = 100 }, cost).Blocks.Count);
        Assert.Single(ReadPlanner.Plan(points, new ReadLimits { MaxGap = 100 }, LinkCost.Network).Blocks);
        Assert.Single(ReadPlanner.Plan(points, new ReadLimits { MaxGap = 100 }, cost.WithPause(TimeSpan.FromSeconds(1))).Blocks);
    }

    [Theory]
    [InlineData(ModbusFraming.Rtu, "8E1", 1)]
    [InlineData(ModbusFraming.Ascii, "7E1", 2)]
    public void Plan_GapOnASerialLine_CostsTwiceTheCharactersInAscii(ModbusFraming framing, string format, int requests)
    {
        int[] addresses = [0, 12];
        PointProfile[] points = [.. addresses.Select(address => Point(ModbusTable.HoldingRegister, address, PointType.U16))];
        var cost = LinkCost.OfSerial(SerialLine.Parse("p", 9600, format), framing);

        Assert.Equal(requests, ReadPlanner.Plan(points, new ReadLimits { MaxGap = 100 }, cost).Blocks.Count);
    }

    [Fact]
    public void Plan_TooManyForOneRead_IsCutWhereThatSavesMost()
    {
        int[] addresses = [0, 1, 2, 6, 7, 8];
        PointProfile[] points = [.. addresses.Select(address => Point(ModbusTable.HoldingRegister, address, PointType.U16))];

        Assert.Equal([(0, 3), (6, 3)], Blocks(points, new ReadLimits { MaxGap = 3, MaxRegisters = 8 }));
    }

    [Fact]
    public void Plan_PointsInAnotherOrder_IsTheSame() => AnyCase.Sample(given =>
    {
        var named = given.Points.Select((point, index) => point with { Name = $"p{index}" }).ToArray();
        return Lines(ReadPlanner.Plan(named, given.Limits)).SequenceEqual(Lines(ReadPlanner.Plan(named.Reverse(), given.Limits)));
    });

    [Fact]
    public void Plan_Gap_IsReadThroughOnlyWhereAllowed()
    {
        int[] addresses = [0, 3];
        PointProfile[] points = [.. addresses.Select(address => Point(ModbusTable.HoldingRegister, address, PointType.U16))];

        Assert.Equal([(0, 1), (3, 1)], Blocks(points, new ReadLimits { MaxGap = 1 }));
        Assert.Equal([(0, 4)], Blocks(points, new ReadLimits { MaxGap = 2 }));
        Assert.Equal([(0, 1), (3, 1)], Blocks(points, new ReadLimits { MaxGap = 2, Holes = [new(1, 1)] }));
        Assert.Equal([(0, 1), (3, 1)], Blocks(points, new ReadLimits { MaxGap = 2, Splits = [2] }));
    }

    [Fact]
    public void Plan_Sdm630_ReadsWholePairsInNineRequests()
    {
        var blocks = ReadPlanner.Plan(Shipped("eastron-sdm630").Points, Shipped("eastron-sdm630").Limits).Blocks;

        Assert.Equal(
            [(0, 36), (42, 38), (84, 4), (100, 6), (200, 8), (234, 12), (248, 4), (258, 6), (342, 16)],
            blocks.Select(block => ((int)block.Address, (int)block.Count)));
    }

    [Fact]
    public void Plan_Acs580_NeverTouchesAnAddressWithoutParameter()
    {
        var blocks = ReadPlanner.Plan(Shipped("abb-acs580").Points, Shipped("abb-acs580").Limits).Blocks;

        Assert.All(blocks, block => Assert.Equal(block.Count, block.Points.Sum(point => point.Size)));
        Assert.Equal(6, blocks.Count);
    }

    private static DeviceProfile Shipped(string name) => ProfileLibrary.Load(ProfileLibrary.ShippedFolder).Profiles[name];

    private static PointProfile Point(ModbusTable table, int address, PointType type) =>
        new() { Name = "p", Table = table, Address = (ushort)address, Type = type };

    private static IEnumerable<(int Address, int Count)> Blocks(PointProfile[] points, ReadLimits limits) =>
        ReadPlanner.Plan(points, limits).Blocks.Select(block => ((int)block.Address, (int)block.Count));

    private static IEnumerable<string> Lines(ReadPlan plan) => plan.Blocks.Select(block =>
        $"{block.Table} {block.Address} {block.Count} {string.Join(' ', block.Points.Select(point => point.Name))}");

    private static int LargestGap(ReadBlock block)
    {
        var (largest, last) = (0, block.Address - 1);
        foreach (var point in block.Points.OrderBy(point => point.Address))
        {
            largest = Math.Max(largest, point.Address - last - 1);
            last = Math.Max(last, point.LastAddress);
        }

        return largest;
    }

    // What the best of all partitions costs, cut in rows or not; brute force.
    private static long Cheapest(PointProfile[] points, ReadLimits limits, LinkCost cost)
    {
        if (points.Length == 0)
        {
            return 0;
        }

        // The first point's block, with each subset of the others.
        var best = long.MaxValue;
        for (var subset = 0; subset < 1 << (points.Length - 1); subset++)
        {
            bool IsIn(int index) => index == 0 || (subset >> (index - 1) & 1) != 0;
            PointProfile[] block = [.. points.Where((_, index) => IsIn(index))];
            PointProfile[] rest = [.. points.Where((_, index) => !IsIn(index))];
            if (block.All(point => point.Table == block[0].Table) && IsOneRead(block, limits))
            {
                var count = block.Max(point => point.LastAddress) - block.Min(point => point.Address) + 1;
                best = Math.Min(best, cost.Of(block[0].Table, count) + Cheapest(rest, limits, cost));
            }
        }

        return best;
    }

    // The fewest pieces into which the points of one table, sorted by address, can be cut, each piece one allowed read.
    private static int FewestBlocks(PointProfile[] points, ReadLimits limits)
    {
        var sorted = points.OrderBy(point => point.Address).ThenBy(point => point.LastAddress).ToArray();
        var fewest = new int[sorted.Length + 1];
        for (var end = 1; end <= sorted.Length; end++)
        {
            fewest[end] = Enumerable.Range(0, end)
                .Where(start => IsOneRead(sorted[start..end], limits))
                .Min(start => fewest[start] + 1);
        }

        return fewest[sorted.Length];
    }

    private static bool IsOneRead(PointProfile[] points, ReadLimits limits)
    {
        var (first, last) = (points.Min(point => point.Address), points.Max(point => point.LastAddress));
        return last - first + 1 <= limits.MaxCount(points[0].Table)
            && limits.AllowsOneRead(first, last)
            && LargestGap(new ReadBlock(points[0].Table, first, (ushort)(last - first + 1), points)) <= limits.MaxGap;
    }
}
