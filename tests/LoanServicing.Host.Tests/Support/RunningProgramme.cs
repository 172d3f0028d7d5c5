using System.Net;
using LoanServicing.Domain.Calendar;
using LoanServicing.Host.Verbs;
using LoanServicing.Host.Verification;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Host.Tests.Support;

/// <summary>All services in this process, on a business date of their own, with a client for each role and the bank's desk.</summary>
internal sealed class RunningProgramme : IAsyncDisposable
{
    private RunningProgramme(TestApplication application)
    {
        Application = application;
        Bank = new BankDesk(Path.Combine(application.Folder, "bank"));
        Officer = application.Client("officer-1", "officer");
        Supervisor = application.Client("supervisor-1", "supervisor");
        Finance = application.Client("finance-1", "finance");
        FinanceChecker = application.Client("finance-2", "finance");
        Cashier = application.Client("cashier-1", "cashier");
        Auditor = application.Client("auditor-1", "auditor");
    }

    /// <summary>1405-09-01, on which every one of these programmes begins.</summary>
    public static LocalDate FirstDay { get; } = SolarHijriDate.Create(1405, 9, 1).ToIso();

    public TestApplication Application { get; }

    public BankDesk Bank { get; }

    public HttpClient Officer { get; }

    public HttpClient Supervisor { get; }

    public HttpClient Finance { get; }

    public HttpClient FinanceChecker { get; }

    public HttpClient Cashier { get; }

    public HttpClient Auditor { get; }

    private string Seals => Path.Combine(Application.Folder, "seals");

    /// <param name="folder">For the databases, which then outlive it; null for one that goes with it.</param>
    public static async Task<RunningProgramme> StartAsync(
        Action<IServiceCollection>? configure = null, Dictionary<string, string?>? settings = null, string? folder = null)
    {
        var application = await TestApplication.StartAsync(
            HostBuilding.Services, new() { Folder = folder, ConfigureServices = configure ?? (_ => { }), Settings = settings ?? [] });
        await application.SetBusinessDateAsync(FirstDay);
        return new RunningProgramme(application);
    }

    /// <summary>With so much of both funders' money, in the ratio of the programme.</summary>
    public static Task<RunningProgramme> StartWithCashAsync(Action<IServiceCollection> configure) => StartWithCashAsync(1, configure);

    /// <inheritdoc cref="StartWithCashAsync(Action{IServiceCollection})"/>
    public static async Task<RunningProgramme> StartWithCashAsync(
        long hemat = 1, Action<IServiceCollection>? configure = null, Dictionary<string, string?>? settings = null)
    {
        const long Share = 100_000_000_000;
        var programme = await StartAsync(configure, settings);
        await programme.DepositAsync("ALAVI", hemat * 25 * Share);
        await programme.DepositAsync("SINA", hemat * 59 * Share);
        return programme;
    }

    /// <summary>A deposit, made and checked.</summary>
    public async Task DepositAsync(string funder, long amountRials)
    {
        var reference = $"deposit-{Guid.CreateVersion7():N}";
        var body = new { funder, amountRials, bankReference = reference, valueDate = Iso(FirstDay) };
        var asked = (await Finance.SendAsync("funding/contributions", body, reference)).Expect(HttpStatusCode.Accepted);
        (await FinanceChecker.SendAsync($"checks/{asked["requestId"]}/approval")).Expect(HttpStatusCode.OK);
    }

    public async Task<Position> PositionAsync() => Position.Read((await Finance.ReadAsync("funding/position")).Expect(HttpStatusCode.OK));

    /// <summary>Waits until the position is as it must become; facts arrive a moment after they were told.</summary>
    public Task<Position> PositionAsync(Func<Position, bool> satisfied, string what) => Eventually.ValueAsync(PositionAsync, satisfied, what);

    /// <summary>The client of an applicant.</summary>
    public HttpClient Applicant(string nationalId) => Application.Client(nationalId, "applicant");

    /// <summary>Recomputes every rule from what is stored, as <c>verify</c> does beside a serving process.</summary>
    public async Task VerifyAsync()
    {
        var (sound, text) = await ReportAsync();
        Assert.True(sound, text);
    }

    /// <summary>Whether every rule holds, and what <c>verify</c> prints.</summary>
    public async Task<(bool Sound, string Text)> ReportAsync()
    {
        var report = await ProgrammeVerification.RunAsync(Application.Databases, Seals, elsewhere: null, CancellationToken.None);
        using var text = new StringWriter();
        return (report.Print(text), text.ToString());
    }

    public static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    public ValueTask DisposeAsync() => Application.DisposeAsync();
}
