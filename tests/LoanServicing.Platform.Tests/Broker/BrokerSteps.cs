using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;

namespace LoanServicing.Platform.Tests.Broker;

/// <summary>What several tests on a broker do and look at.</summary>
internal static class BrokerSteps
{
    /// <summary>Publishes so many facts of one key, each in a unit of its own.</summary>
    public static async Task PublishAsync(IDatabase alpha, Guid key, int count, int first = 1)
    {
        for (var sequence = first; sequence < first + count; sequence++)
        {
            var number = sequence;
            await alpha.WriteAsync(unit =>
            {
                unit.Publish(TestModules.Told(unit, key, number, $"{number}"));
                return Task.CompletedTask;
            });
        }
    }

    public static async Task<List<string>> HeardAsync(TestApplication app, int count)
    {
        var heard = await Eventually.ValueAsync(() => app.Database(TestModules.Beta).HeardAsync(), rows => rows.Count >= count, $"beta hears {count} facts");
        Assert.Equal(count, heard.Count);
        return [.. heard.Select(row => row.What)];
    }

    public static async Task OutboxIsEmptyAsync(TestApplication app) => Assert.Equal("", await Eventually.ValueAsync(
        async () => string.Join(", ", await app.Database(TestModules.Alpha).ListAsync<string>(
            "select o.type || ' to ' || coalesce(d.subscriber, 'nobody') || ': ' || coalesce(d.last_error, 'not tried') from outbox o left join delivery d on d.message_id = o.message_id")),
        left => left.Length == 0,
        "alpha's outbox is empty"));
}
