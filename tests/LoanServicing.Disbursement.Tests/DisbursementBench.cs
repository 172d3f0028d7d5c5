using Dapper;
using LoanServicing.Contracts;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Disbursement.Inbox;
using LoanServicing.Disbursement.Outbox;
using LoanServicing.Disbursement.Store;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Disbursement on its real database and a bank folder of its own; its background work is run step by step.</summary>
internal sealed class DisbursementBench : IDisposable
{
    private readonly TestFolder _bank = new();

    public DisbursementBench(int transfersPerFile = 500, long largestInboxFile = 1 << 20, Dictionary<string, string?>? rails = null)
    {
        Settings = new BankSettings(
            new Debtor("Bonyad & Bank", "IR040590000000000000000001", "SINAIRTHXXX"), transfersPerFile, largestInboxFile, Rails(rails ?? []));
        Service = new ServiceBench(DisbursementService.Module, new ServiceCollection().BuildServiceProvider());
    }

    public ServiceBench Service { get; }

    public BankSettings Settings { get; private set; }

    /// <summary>Made anew each time, as by a program that has just started.</summary>
    public PaymentFileWriter Writer => new(Service.Database, new BankFolder(_bank.Path), Settings, Clock);

    public FakeClock Clock { get; } = new(Instant.FromUtc(2026, 11, 22, 8, 0));

    public BankInbox Inbox => NewInbox(NullLogger<BankInbox>.Instance);

    /// <summary>What the inbox worker does, with what it remembers of its looks.</summary>
    public InboxPass NewPass(ILogger<BankInbox>? log = null) =>
        new(log is null ? Inbox : NewInbox(log), new InboxWatch(new BankFolder(_bank.Path), Clock));

    /// <summary>As after a start with other settings of rails.</summary>
    public void Configure(Dictionary<string, string?> rails) => Settings = Settings with { Rail = Rails(rails) };

    public string[] Outbox => Names("outbox");

    public string[] Arrived => Names("inbox");

    public string[] Done => Names("done");

    public string[] Rejected => Names("rejected");

    public string PathOf(string folder, string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(_bank.Path, folder)).FullName, name);

    /// <summary>An order of this contract that the bank has been given.</summary>
    public async Task<PaymentOrderRow> SendAsync(ContractSigned contract)
    {
        await Service.DeliverAsync(contract);
        await Writer.RunAsync(CancellationToken.None);
        return await OrderAsync(contract);
    }

    public async Task<PaymentOrderRow> OrderAsync(ContractSigned contract) => Assert.Single(
        await OrdersAsync(), order => order.ApplicationId == contract.ApplicationId && order.PaymentAttempt == contract.PaymentAttempt);

    public Task<IReadOnlyList<PaymentOrderRow>> OrdersAsync() => Service.Database.ReadAsync(async connection =>
        (IReadOnlyList<PaymentOrderRow>)[.. await connection.QueryAsync<PaymentOrderRow>(
            $"select {PaymentOrderStore.Columns} from payment_order order by number")]);

    /// <summary>Outcome and problem of each answer, in order.</summary>
    public async Task<IReadOnlyList<(string Outcome, string? Problem)>> AnswersAsync() =>
    [
        .. await Service.Database.ReadAsync(connection => connection.QueryAsync<(string, string?)>(
            "select outcome, problem from bank_answer order by number")),
    ];

    /// <summary>Puts a file into the inbox and lets it be taken in.</summary>
    public Task TakeInAsync(string content, string name = "answer.xml") => TakeInAsync(System.Text.Encoding.UTF8.GetBytes(content), name);

    public async Task TakeInAsync(byte[] content, string name = "answer.xml")
    {
        await File.WriteAllBytesAsync(PathOf("inbox", name), content);
        await TakeInAllAsync();
    }

    public async Task TakeInAllAsync()
    {
        foreach (var file in new BankFolder(_bank.Path).Arrived())
        {
            await Inbox.TakeInAsync(file, isQuiet: true, CancellationToken.None);
        }
    }

    /// <summary>A new day, and the pass of the inbox worker that follows it.</summary>
    public async Task BeginDayAsync(LocalDate date)
    {
        await SetBusinessDateAsync(date);
        await NewPass().RunAsync(CancellationToken.None);
    }

    public string Reason(string name = "answer.xml") => File.ReadAllText(PathOf("rejected", name + ".reason.txt"));

    public Task SetBusinessDateAsync(LocalDate date) => Service.SetBusinessDateAsync(date);

    public async Task AssertSoundAsync() => Assert.Empty(await Service.ProblemsAsync());

    public void Dispose()
    {
        Service.Dispose();
        _bank.Dispose();
    }

    private static RailSettings Rails(Dictionary<string, string?> values) =>
        RailSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());

    private BankInbox NewInbox(ILogger<BankInbox> log) => new(Service.Database, new BankFolder(_bank.Path), Settings, Clock, log);

    private string[] Names(string folder) =>
        [.. Directory.GetFiles(Path.GetDirectoryName(PathOf(folder, "x"))!).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
