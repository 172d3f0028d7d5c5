using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>Errors of the way rather than of the fact: waited out, never counted, and nobody else's concern.</summary>
public sealed class InfrastructureTests
{
    private static readonly Guid Key = new("0198c3a5-0001-7000-8000-000000000001");
    private static readonly Guid Other = new("0198c3a5-0001-7000-8000-000000000002");

    public static TheoryData<string> Errors => ["away", "unexpected", "silent"];

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task A_subscriber_that_is_away_counts_no_attempt_and_does_not_starve_the_others(string error)
    {
        var away = true;
        var refusals = 0;
        var transport = new ScriptedTransport("beta", "gamma");
        transport.OnDeliver = async (_, subscriber, cancel) =>
        {
            if (away && subscriber == "beta")
            {
                Interlocked.Increment(ref refusals);
                await FailAsync(error, cancel);
            }
        };
        await using var test = new Dispatching(transport) { Limits = Small };
        await test.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await test.PublishAsync(Guid.CreateVersion7(), $"{i}"); // more than a page for beta before the last for gamma
        }

        await Eventually.TrueAsync(() => Advance(test) && transport.To("gamma").Count == 20, "gamma has everything");
        await Eventually.TrueAsync(() => Advance(test) && Volatile.Read(ref refusals) > Small.AttemptsBeforeParking, "beta was tried again and again");
        Assert.Equal(0, await test.Database.CountAsync("delivery", "attempts > 0 or state <> 0"));

        away = false;
        await Eventually.TrueAsync(() => Advance(test) && transport.To("beta").Count == 20, "beta has everything");
        await test.EmptyAsync();
    }

    [Fact]
    public async Task A_fact_that_no_queue_takes_is_kept_uncounted_and_holds_back_only_its_key()
    {
        var noQueue = true;
        var tries = 0;
        var transport = new ScriptedTransport("broker");
        transport.OnDeliver = (fact, _, _) =>
        {
            if (noQueue && fact.ClosedAs == "nobody listens")
            {
                Interlocked.Increment(ref tries);
                throw new NoQueueException("no queue is bound");
            }

            return Task.CompletedTask;
        };
        await using var test = new Dispatching(transport) { Limits = Small };
        await test.StartAsync();
        await test.PublishAsync(Key, "nobody listens", "behind it");
        await test.PublishAsync(Other, "other 1", "other 2");

        await Eventually.TrueAsync(() => Advance(test) && Volatile.Read(ref tries) > Small.AttemptsBeforeParking, "it was tried again and again");
        await Eventually.TrueAsync(() => transport.Delivered.Count == 2, "the others are delivered");
        Assert.Equal(["other 1", "other 2"], transport.To("broker"));
        Assert.Equal(2, await test.Database.CountAsync("delivery", "attempts = 0 and state = 0"));

        noQueue = false;
        await Eventually.TrueAsync(() => Advance(test) && transport.Delivered.Count == 4, "all are delivered");
        Assert.Equal(["nobody listens", "behind it"], transport.To("broker")[2..]);
    }

    [Fact]
    public async Task A_fact_with_a_time_is_not_delivered_before_it()
    {
        var transport = new ScriptedTransport("beta");
        await using var test = new Dispatching(transport);
        await test.StartAsync();
        await test.Database.WriteAsync(unit =>
        {
            unit.Publish(TestModules.Told(unit, Key, 1, "in an hour"), unit.Now + Duration.FromHours(1));
            unit.Publish(TestModules.Told(unit, Other, 1, "now"));
            return Task.CompletedTask;
        });
        await Eventually.TrueAsync(() => transport.Delivered.Count == 1, "the first is delivered");
        test.Clock.Advance(Duration.FromMinutes(59));
        await test.PublishAsync(Other, "59 minutes later");
        await Eventually.TrueAsync(() => transport.Delivered.Count == 2, "the second is delivered");

        test.Clock.Advance(Duration.FromMinutes(1));
        await test.EmptyAsync();
        Assert.Equal(["now", "59 minutes later", "in an hour"], transport.To("beta"));
    }

    [Fact]
    public async Task A_rolled_back_unit_publishes_nothing()
    {
        var transport = new ScriptedTransport("beta");
        await using var test = new Dispatching(transport);
        await test.StartAsync();
        await test.Database.WriteAsync(unit =>
        {
            unit.Publish(TestModules.Told(unit, Key, 1, "refused"));
            unit.Refuse();
            return Task.CompletedTask;
        });
        await test.PublishAsync(Key, "kept");

        await test.EmptyAsync();
        Assert.Equal(["kept"], transport.To("beta"));
    }

    private static DispatcherLimits Small { get; } = new()
    {
        PageSize = 4,
        Concurrency = 2,
        AttemptsBeforeParking = 3,
        FirstBackoff = Duration.FromMilliseconds(10),
        LongestBackoff = Duration.FromMilliseconds(50),
        DeliveryTimeout = Duration.FromMilliseconds(20),
        IdlePoll = Duration.FromMilliseconds(5),
    };

    private static Task FailAsync(string error, CancellationToken cancel) => error switch
    {
        "away" => throw new TransportUnavailableException("away"),
        "unexpected" => throw new InvalidOperationException("the transport has a bug"),
        _ => Task.Delay(Timeout.Infinite, cancel), // never answers
    };

    private static bool Advance(Dispatching test)
    {
        test.Clock.Advance(Duration.FromMilliseconds(20));
        return true;
    }
}
