using LoanServicing.Domain.Money;
using LoanServicing.Funding.Books;
using LoanServicing.TestSupport;
using NodaTime;

namespace LoanServicing.Funding.Tests.Books;

public class HledgerTests
{
    [HledgerFact]
    public async Task Hledger_adds_the_exported_journal_up_to_our_trial_balance_to_the_rial()
    {
        await using var app = await BooksHttp.StartAsync();
        await LedgerTests.FillManyAsync(app);
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "books.journal");

        await File.WriteAllTextAsync(file, await app.TextAsync("funding/journal", HledgerText.MediaType));

        await Hledger.CheckAsync(file);
        Assert.Equal(await OursAsync(app, "2026-12-01"), await Hledger.BalancesAsync(file));
        Assert.Equal(await OursAsync(app, "2026-11-25"), await Hledger.BalancesAsync(file, beforeIso: "2026-11-26"));
    }

    [HledgerFact]
    public async Task What_was_paid_for_lateness_adds_up_too()
    {
        await using var app = await BooksHttp.StartAsync();
        var loan = await app.FillAsync();
        await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84), lateCharges: 30, charity: 20).On(BooksHttp.InPeriod));
        var gift = await app.AskAsync("funding/charity-payments", new { beneficiary = "Mahak", amountRials = 15, bankReference = "G-1", valueDate = "2026-12-01", reason = "decision 3" });
        await app.Finance(2).SendAsync($"checks/{gift}/approval", null);
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "late.journal");

        var text = await app.TextAsync("funding/journal", HledgerText.MediaType);
        await File.WriteAllTextAsync(file, text);

        await Hledger.CheckAsync(file);
        Assert.Contains("account CHARITY_PAYABLE:SERVICER:employment  ; type:L\n", text, StringComparison.Ordinal);
        Assert.Contains("account LATE_CHARGES:SERVICER:employment  ; type:R\n", text, StringComparison.Ordinal);
        var ours = await OursAsync(app, "2026-12-01");
        Assert.Equal(ours, await Hledger.BalancesAsync(file));
        Assert.Equal(15, ours["CHARITY_PAYABLE SERVICER"]);
    }

    [HledgerFact]
    public async Task Some_days_alone_are_sound_too()
    {
        await using var app = await BooksHttp.StartAsync();
        await LedgerTests.FillManyAsync(app);
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "days.journal");

        await File.WriteAllTextAsync(file, await app.TextAsync("funding/journal?from=2026-11-24&to=2026-11-26", HledgerText.MediaType));

        await Hledger.CheckAsync(file);
        var before = await OursAsync(app, "2026-11-23");
        var through = await OursAsync(app, "2026-11-26");
        var moved = through.ToDictionary(row => row.Key, row => row.Value - before.GetValueOrDefault(row.Key)).Where(row => row.Value != 0).ToDictionary();
        Assert.Equal(moved, await Hledger.BalancesAsync(file));
    }

    [HledgerFact]
    public async Task No_bank_reference_can_break_out_of_its_line()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        string[] references = ["a;b", "a | b", "(x) * ! =", "2026-01-01 open  100 IRR", "\"q\" {1} @@ 5", "پیگیری ۱۲"];
        await bench.SendAsync(references.Select(reference => Facts.Suspended(7) with { BankReference = reference }));
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "odd.journal");

        await bench.Database.ReadAsync(async connection =>
        {
            await using var writer = new StreamWriter(file);
            await JournalExport.WriteAsync(connection, JournalExport.Hledger, null, null, writer, CancellationToken.None);
            return 0;
        });

        await Hledger.CheckAsync(file);
        Assert.Equal(new Dictionary<string, long> { ["CASH SERVICER"] = 42, ["SUSPENSE SERVICER"] = -42 }, await Hledger.BalancesAsync(file));
    }

    [HledgerFact]
    public async Task Hledger_says_who_bears_a_loss_and_what_was_paid_for_it()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 8_400, lossOrder: Funders.Sina);
        var (_, _, loan) = await bench.LendAsync(8_400);
        await bench.DepositAsync(Funders.Sina, new Rials(1_000));
        await bench.SendAsync(Facts.WrittenOff(loan, Facts.Exact(8_400)), Facts.Repaid(loan, FunderShares.Zero, recovered: Facts.Exact(84)));
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "losses.journal");

        await bench.Database.ReadAsync(async connection =>
        {
            await using var writer = new StreamWriter(file);
            await JournalExport.WriteAsync(connection, JournalExport.Hledger, null, null, writer, CancellationToken.None);
            return 0;
        });

        await Hledger.CheckAsync(file);
        var balances = await Hledger.BalancesAsync(file);
        Assert.Equal((1_500L, 6_900L), (Of("LOAN_LOSSES ALAVI"), Of("LOAN_LOSSES SINA")));
        Assert.Equal((-2_500L, -5_900L), (Of("LOANS_WRITTEN_OFF ALAVI"), Of("LOANS_WRITTEN_OFF SINA")));
        Assert.Equal((1_000L + 15, 69L), (Of("CASH ALAVI"), Of("CASH SINA"))); // round_half_up(1,500 x 84 / 8,400) is 15

        long Of(string account) => balances.Where(row => row.Key.StartsWith(account, StringComparison.Ordinal)).Sum(row => row.Value);
    }

    [Fact]
    public async Task An_entry_has_its_dates_its_ids_and_what_the_bank_calls_it()
    {
        using var bench = await FundingBench.OpenAsync(deposited: 0);
        var fact = Facts.Suspended(7) with { BankReference = "R-1" };
        await bench.SendAsync(fact);
        var entry = (await bench.QueryAsync<Guid>("select entry_id from journal_entry")).Single();

        var text = await bench.Database.ReadAsync(async connection =>
        {
            using var writer = new StringWriter();
            await JournalExport.WriteAsync(connection, JournalExport.Hledger, null, new LocalDate(2026, 11, 22), writer, CancellationToken.None);
            return writer.ToString();
        });

        Assert.Equal(
            "; Journal of the programme to 2026-11-22. Whole rials; a debit is positive.\n"
            + "decimal-mark .\ncommodity 1000. IRR\n\naccount CASH:SERVICER  ; type:C\naccount SUSPENSE:SERVICER  ; type:L\n\n"
            + $"2026-11-22 * ({entry:D}) suspense R-1  ; subject:{fact.SuspenseId:D}, source:{fact.Header.MessageId:D}, valueDate:2026-11-22\n"
            + "    CASH:SERVICER  7 IRR\n    SUSPENSE:SERVICER  -7 IRR\n",
            text);
    }

    /// <summary>What is not zero.</summary>
    private static async Task<Dictionary<string, long>> OursAsync(TestApplication app, string day) =>
        (await app.ReadAsync($"funding/trial-balance?asOf={day}")).Balances().Where(row => row.Value != 0).ToDictionary();
}
