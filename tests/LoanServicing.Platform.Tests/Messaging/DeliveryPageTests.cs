using LoanServicing.Platform.Messaging;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>A page of due deliveries, where the database does not show one moment to a statement.</summary>
public sealed class DeliveryPageTests
{
    [Fact]
    public void WithoutGaps_BothLooksAlike_IsThePage() => Assert.Equal([1, 2, 3], Ids(Page((1, "a"), (2, "b"), (3, "a")), Page((1, "a"), (2, "b"), (3, "a"), (4, "a"))));

    [Fact]
    public void WithoutGaps_ARowThatTheFirstLookPassedOver_HoldsBackTheLaterOfItsKeyAlone() =>
        Assert.Equal([1, 5], Ids(Page((1, "a"), (4, "a"), (5, "b")), Page((1, "a"), (3, "a"), (4, "a"), (5, "b"))));

    [Fact]
    public void WithoutGaps_ARowThatIsNoLongerDue_HoldsBackTheLaterOfItsKey() =>
        Assert.Equal([1, 3], Ids(Page((1, "a"), (2, "b"), (3, "a"), (4, "b")), Page((1, "a"), (3, "a"), (4, "b"))));

    [Fact]
    public void WithoutGaps_ASecondLookThatEndsEarlier_IsTheMeasure() => Assert.Equal([1], Ids(Page((1, "a"), (4, "a")), Page((1, "a"), (2, "b"))));

    private static IEnumerable<long> Ids(IReadOnlyList<Delivery> page, IReadOnlyList<Delivery> secondLook) => DeliveryStore.WithoutGaps(page, secondLook).Select(row => row.Id);

    private static IReadOnlyList<Delivery> Page(params (long Id, string Key)[] rows) =>
        [.. rows.Select(row => new Delivery { Id = row.Id, PartitionKey = row.Key, Subscriber = "beta" })];
}
