using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.RateLimiting;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using NodaTime;

namespace LoanServicing.Intake.Tests;

/// <summary>Texts and a gateway that takes, refuses, fails, loses its answers and goes away: no text is sent under a second id, and none is lost.</summary>
public class NotificationSenderTests : IAsyncLifetime
{
    private SenderBench _bench = null!;
    private FakeSmsGateway _gateway = null!;

    public async Task InitializeAsync()
    {
        _bench = new SenderBench();
        _gateway = await FakeSmsGateway.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _bench.Dispose();
    }

    [StoreFact]
    public async Task A_queued_text_is_sent_once_under_its_id_with_the_key()
    {
        await _bench.QueueAsync();
        var sender = _bench.NewSender(_gateway);

        await sender.RunAsync(CancellationToken.None);
        await sender.RunAsync(CancellationToken.None);

        var told = Assert.Single(await _bench.ToldAsync());
        Assert.Equal(new SmsRequest(told.NotificationId, told.NotificationId.ToString("D"), SenderBench.Mobile, told.Body, "Bearer s3cret"), Assert.Single(_gateway.Requests));
        Assert.Equal(("sent", null, 1, null), (told.Status, told.Reason, told.Attempts, told.DueAt));
        Assert.NotNull(told.SentAt);
    }

    [StoreTheory]
    [InlineData(202, "sent", null, 1, 1)]
    [InlineData(400, "refused", "gateway.status-400", 1, 1)]
    [InlineData(403, "refused", "gateway.status-403", 1, 1)]
    [InlineData(422, "refused", "gateway.status-422", 1, 1)]
    [InlineData(408, "failed", "gateway.status-408", 3, 9)]
    [InlineData(425, "failed", "gateway.status-425", 3, 9)]
    [InlineData(500, "failed", "gateway.status-500", 3, 9)]
    [InlineData(503, "failed", "gateway.status-503", 3, 9)]
    [InlineData(501, "failed", "gateway.status-501", 3, 3)]
    [InlineData(429, "queued", null, 0, 1)]
    [InlineData(401, "queued", null, 0, 1)]
    [InlineData(404, "queued", null, 0, 1)]
    [InlineData(302, "queued", null, 0, 1)]
    public async Task An_answer_says_what_becomes_of_the_text(int answer, string status, string? reason, int attempts, int requests)
    {
        await _bench.QueueAsync();
        _gateway.AnswerWith(answer);

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        var told = Assert.Single(await _bench.ToldAsync());
        Assert.Equal((status, reason, attempts, requests), (told.Status, told.Reason, told.Attempts, _gateway.Count));
        Assert.Single(_gateway.Ids.Distinct());
        Assert.All(_gateway.Requests, request => Assert.Equal(request.Id.ToString("D"), request.IdempotencyKey));
    }

    [StoreFact]
    public async Task A_text_whose_answer_was_lost_is_sent_again_under_the_same_id()
    {
        await _bench.QueueAsync();
        _gateway.Answer = (_, http) =>
        {
            if (_gateway.Count == 1)
            {
                http.Abort();
            }

            return Task.CompletedTask;
        };

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        var told = Assert.Single(await _bench.ToldAsync());
        Assert.Equal([told.NotificationId, told.NotificationId], _gateway.Ids);
        Assert.Equal(("sent", (string?)null, 2), (told.Status, told.Reason, told.Attempts));
    }

    [StoreFact]
    public async Task A_text_that_is_not_answered_in_time_is_unknown_until_it_is_due_again()
    {
        await _bench.QueueAsync();
        _bench.Timeout = TimeSpan.FromMilliseconds(50);
        _bench.Pace = _bench.Pace with { FirstBackoff = Duration.FromHours(1) };
        _gateway.Answer = (_, http) => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        var told = Assert.Single(await _bench.ToldAsync());
        Assert.Equal(("unknown", "gateway.no-answer", 1), (told.Status, told.Reason, told.Attempts));
        Assert.NotNull(told.DueAt);
        Assert.Equal(1, _gateway.Count);
    }

    [StoreFact]
    public async Task A_gateway_that_loses_every_answer_is_asked_so_often_and_no_more()
    {
        await _bench.QueueAsync();
        _gateway.LoseAnswers();

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        var told = Assert.Single(await _bench.ToldAsync());
        Assert.Equal(("failed", "gateway.no-answer", 3, 3), (told.Status, told.Reason, told.Attempts, _gateway.Count));
        Assert.Single(_gateway.Ids.Distinct());
    }

    [StoreFact]
    public async Task An_error_after_a_lost_answer_does_not_say_that_the_text_was_not_taken()
    {
        await _bench.QueueAsync();
        _gateway.Answer = (_, http) =>
        {
            http.Response.StatusCode = 501;
            if (_gateway.Count == 1)
            {
                http.Abort();
            }

            return Task.CompletedTask;
        };

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        var told = Assert.Single(await _bench.ToldAsync());
        Assert.Equal(("failed", "gateway.no-answer", 3), (told.Status, told.Reason, told.Attempts));
    }

    [StoreFact]
    public async Task A_gateway_that_is_down_costs_no_attempt_and_is_left_alone()
    {
        await _bench.QueueAsync(3);
        var nobody = new Uri($"http://127.0.0.1:{FreePort.Next()}/messages");
        var sender = _bench.NewSender(nobody);

        await sender.RunAsync(CancellationToken.None);

        Assert.All(await _bench.ToldAsync(), told => Assert.Equal(("queued", 0), (told.Status, told.Attempts)));
        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);
        Assert.All(await _bench.ToldAsync(), told => Assert.Equal("sent", told.Status));
    }

    [StoreTheory]
    [InlineData(429, false)]
    [InlineData(503, false)]
    [InlineData(503, true)]
    public async Task A_gateway_that_says_when_to_come_again_is_not_asked_before(int status, bool asDate)
    {
        await _bench.QueueAsync(5);
        _bench.Pace = _bench.Pace with { SideBySide = 1 };
        var again = _bench.Clock.GetCurrentInstant() + Duration.FromHours(2);
        _gateway.AnswerWith(status, asDate ? again.ToDateTimeUtc().ToString("R", CultureInfo.InvariantCulture) : "7200");
        var sender = _bench.NewSender(_gateway);

        await sender.RunAsync(CancellationToken.None);
        _bench.Clock.Advance(Duration.FromMinutes(119));
        await sender.RunAsync(CancellationToken.None);
        Assert.Equal(1, _gateway.Count);

        _gateway.AnswerWith(200);
        _bench.Clock.Advance(Duration.FromMinutes(2));
        await sender.RunAsync(CancellationToken.None);

        Assert.Equal(6, _gateway.Count);
        Assert.All(await _bench.ToldAsync(), told => Assert.Equal(("sent", 1), (told.Status, told.Attempts)));
    }

    [StoreFact]
    public async Task A_gateway_that_fails_again_and_again_is_left_alone_by_the_breaker()
    {
        await _bench.QueueAsync(50);
        _bench.Pace = _bench.Pace with { SideBySide = 1, QuickRetries = 1, BreakerThroughput = 4, BreakerPause = TimeSpan.FromMinutes(5), FirstBackoff = Duration.FromHours(1) };
        _gateway.AnswerWith(500);

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        Assert.Equal(4, _gateway.Count);
        Assert.Equal(2, (await _bench.ToldAsync()).Count(told => told.Attempts > 0));
    }

    [StoreFact]
    public async Task No_request_leaves_without_a_permit_of_the_rate()
    {
        await _bench.QueueAsync(2);
        using var limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = 1, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromTicks(1), QueueLimit = 10, AutoReplenishment = false,
        });

        var sending = _bench.NewSender(_gateway, limiter: limiter).RunAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => sending.IsCompleted || (_gateway.Count == 1 && limiter.GetStatistics()!.CurrentQueuedCount == 1), "the second waits");
        Assert.False(sending.IsCompleted);
        Assert.True(limiter.TryReplenish());
        await sending;

        Assert.Equal(2, _gateway.Count);
    }

    [StoreFact]
    public async Task Two_senders_on_one_database_send_each_text_once()
    {
        _bench.Pace = _bench.Pace with { BatchSize = 10 };
        await _bench.QueueAsync(120);

        await Task.WhenAll(_bench.NewSender(_gateway).RunAsync(CancellationToken.None), _bench.NewSender(_gateway).RunAsync(CancellationToken.None));

        Assert.Equal(120, _gateway.Count);
        Assert.Equal(120, _gateway.Ids.Distinct().Count());
        Assert.All(await _bench.ToldAsync(), told => Assert.Equal(("sent", 1), (told.Status, told.Attempts)));
    }

    [StoreFact]
    public async Task Killed_between_sending_and_marking_the_texts_are_sent_again_under_the_same_ids_once_the_claim_has_run_out()
    {
        await _bench.QueueAsync(3);
        var dying = _bench.NewSender(_gateway, new DyingDatabase(_bench.Database, writesBefore: 1));
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => dying.RunAsync(CancellationToken.None));
        var first = _gateway.Ids;
        var next = _bench.NewSender(_gateway);

        await next.RunAsync(CancellationToken.None);
        Assert.Equal(3, _gateway.Count);

        await _bench.EndClaimsAsync();
        await next.RunAsync(CancellationToken.None);

        Assert.Equal(6, _gateway.Count);
        Assert.Equal(first.Order(), _gateway.Ids.Skip(3).Order());
        Assert.All(await _bench.ToldAsync(), told => Assert.Equal("sent", told.Status));
    }

    [StoreFact]
    public async Task One_that_slept_through_its_claim_changes_nothing_any_more()
    {
        await _bench.QueueAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _gateway.Answer = async (_, http) =>
        {
            if (_gateway.Count == 1)
            {
                await release.Task;
                http.Response.StatusCode = 400;
            }
        };
        var sleeping = _bench.NewSender(_gateway).RunAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _gateway.Count == 1 || sleeping.IsCompleted, "the first is on its way");
        Assert.False(sleeping.IsCompleted);
        await _bench.EndClaimsAsync();
        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        release.SetResult();
        await sleeping;

        var told = Assert.Single(await _bench.ToldAsync());
        Assert.Equal(("sent", (string?)null, 2), (told.Status, told.Reason, _gateway.Count));
    }

    [StoreFact]
    public async Task Near_the_end_of_a_claim_no_request_begins()
    {
        await _bench.QueueAsync(2);
        _bench.Pace = _bench.Pace with { SideBySide = 1, Claim = Duration.FromMinutes(5), LastStart = Duration.FromMinutes(4) };
        _gateway.Answer = (_, _) =>
        {
            _bench.Clock.Advance(Duration.FromMinutes(_gateway.Count == 1 ? 2 : 0));
            return Task.CompletedTask;
        };

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        Assert.Equal(2, _gateway.Ids.Distinct().Count());
        Assert.Equal(2, _gateway.Count);
        Assert.All(await _bench.ToldAsync(), told => Assert.Equal(("sent", 1), (told.Status, told.Attempts)));
    }

    [StoreFact]
    public async Task A_process_that_is_stopped_writes_what_it_knows_and_what_was_on_its_way_is_unknown()
    {
        await _bench.QueueAsync(2);
        _bench.Pace = _bench.Pace with { SideBySide = 1, FirstBackoff = Duration.FromHours(1) };
        using var stop = new CancellationTokenSource();
        _gateway.Answer = async (_, http) =>
        {
            if (_gateway.Count == 2)
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.NewSender(_gateway).RunAsync(stop.Token));

        Assert.Equal(["sent", "unknown"], (await _bench.ToldAsync()).Select(told => told.Status));
    }

    [StoreFact]
    public async Task What_nobody_wants_to_read_any_more_is_kept()
    {
        await _bench.QueueAsync(1, row => row with { QueuedAt = row.QueuedAt - Duration.FromDays(4) });
        await _bench.QueueAsync(1, row => row with { QueuedAt = row.QueuedAt - Duration.FromDays(4), Status = NotificationStatus.Unknown });
        await _bench.QueueAsync();

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        Assert.Equal(1, _gateway.Count);
        Assert.Equal(
            [("kept", "notification.too-late"), ("failed", "gateway.no-answer"), ("sent", null)], (await _bench.ToldAsync()).Select(told => (told.Status, told.Reason)));
    }

    [StoreFact]
    public async Task What_was_kept_without_a_gateway_is_sent_once_there_is_one_unless_it_is_too_old_or_has_no_mobile()
    {
        static NotificationRow Kept(NotificationRow row) => row with { Status = NotificationStatus.Kept, DueAt = null };
        await _bench.QueueAsync(1, row => Kept(row) with { QueuedAt = row.QueuedAt - Duration.FromDays(4) });
        await _bench.QueueAsync(501, Kept);
        await _bench.QueueAsync(1, row => Kept(row) with { Mobile = null, Reason = NotificationReasons.NoMobile });
        var sender = _bench.NewSender(_gateway);

        await sender.RunAsync(CancellationToken.None);
        Assert.Equal(0, _gateway.Count);
        await sender.QueueKeptAsync(CancellationToken.None);
        await sender.RunAsync(CancellationToken.None);

        Assert.Equal(501, _gateway.Count);
        var told = await _bench.ToldAsync();
        Assert.Equal(("kept", "kept", 501), (told[0].Status, told[^1].Status, told.Count(one => one.Status == "sent")));
    }

    [StoreFact]
    public async Task Texts_are_counted_by_what_became_of_them()
    {
        await _bench.QueueAsync();
        _gateway.AnswerWith(400);
        var outcomes = new ConcurrentBag<object?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "loanservicing.notifications")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => outcomes.Add(tags[0].Value));
        listener.Start();

        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        Assert.Contains("refused", outcomes); // tests beside this one count too
    }

    [StoreFact]
    public async Task Neither_key_nor_mobile_nor_text_is_logged()
    {
        var log = new ListLogger();
        _bench.Log = log;
        await _bench.QueueAsync();
        _gateway.AnswerWith(400);
        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);
        await _bench.QueueAsync();
        _gateway.AnswerWith(401);
        await _bench.NewSender(_gateway).RunAsync(CancellationToken.None);

        Assert.Equal(2, log.Lines.Count);
        Assert.All((string[])["s3cret", SenderBench.Mobile, "رضا"], secret => Assert.All(log.Lines, line => Assert.DoesNotContain(secret, line, StringComparison.Ordinal)));
    }
}
