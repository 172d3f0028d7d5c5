using System.Threading.RateLimiting;
using LoanServicing.Intake.Notifications;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Data;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace LoanServicing.Intake.Tests;

/// <summary>Intake's real database with texts that wait for a gateway; its sending is run step by step.</summary>
internal sealed class SenderBench : IDisposable
{
    public const string Mobile = "+989122002580";

    private readonly ServiceBench _service = new(IntakeService.Module, new ServiceCollection().BuildServiceProvider());
    private readonly List<IDisposable> _made = [];
    private int _texts;

    public IDatabase Database => _service.Database;

    /// <summary>What the sender goes by; the database has the system's.</summary>
    public AheadClock Clock { get; } = new();

    /// <summary>Nothing is waited for; tests that look at a pause set it.</summary>
    public GatewayPace Pace { get; set; } = new()
    {
        QuickRetryPause = TimeSpan.FromMilliseconds(1),
        FirstBackoff = Duration.Zero,
        Rest = Duration.FromHours(1),
        RestOfMisfit = Duration.FromHours(1),
        BreakerThroughput = 10_000,
    };

    public int Attempts { get; set; } = 3;

    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    public ILogger<NotificationSender> Log { get; set; } = NullLogger<NotificationSender>.Instance;

    /// <summary>A sender as another process has it.</summary>
    public NotificationSender NewSender(FakeSmsGateway gateway, IDatabase? database = null, RateLimiter? limiter = null) => NewSender(gateway.Url, database, limiter);

    public NotificationSender NewSender(Uri url, IDatabase? database = null, RateLimiter? limiter = null)
    {
        var settings = new GatewaySettings { Url = url, HeaderValue = "Bearer s3cret", Attempts = Attempts, Timeout = Timeout };
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        var gateway = new SmsGateway(
            http, settings, Pace, limiter ?? new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = 100, QueueLimit = 1000 }), Clock);
        _made.AddRange([http, gateway]);
        return new NotificationSender(
            database ?? Database, gateway, new NotificationSettings(NotificationTemplates.Load(null), true, 1, 3, settings), Pace, Clock, Log);
    }

    /// <summary>Puts texts in the queue.</summary>
    /// <param name="change">Of each, before it is stored.</param>
    public Task QueueAsync(int count = 1, Func<NotificationRow, NotificationRow>? change = null) => Database.WriteAsync(async unit =>
    {
        for (var text = 0; text < count; text++)
        {
            var row = new NotificationRow
            {
                NotificationId = Guid.CreateVersion7(),
                ApplicationId = Guid.CreateVersion7(),
                County = "Rabor",
                Event = NotificationEvents.Received,
                Subject = $"{_texts++}",
                Recipient = NotificationRecipients.Borrower,
                Mobile = Mobile,
                Body = "رضا سالاری گرامی، ۱٬۰۰۰ ریال دریافت شد.",
                BusinessDate = IntakeHost.Today,
                Status = NotificationStatus.Queued,
                QueuedAt = unit.Now,
                DueAt = unit.Now,
            };
            await NotificationStore.AddOnceAsync(unit, change is null ? row : change(row));
        }
    });

    public Task<List<Told>> ToldAsync() => Told.AllAsync(Database);

    /// <summary>As if so long had passed that every claim has run out.</summary>
    public Task EndClaimsAsync() => Database.WriteAsync(unit => unit.ExecuteAsync("update notification set claimed_until = 1 where claim is not null"));

    public void Dispose()
    {
        _made.ForEach(made => made.Dispose());
        _service.Dispose();
    }
}
