using System.Net.Http.Json;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>Money in suspense that was a receipt leaves it as any other does, and its entries lead to their papers.</summary>
public class ReversedReceiptHttpTests
{
    [StoreTheory]
    [InlineData("assign", SuspenseResolved.Assigned)]
    [InlineData("contribution", SuspenseResolved.Contribution)]
    [InlineData("returned", SuspenseResolved.Returned)]
    [InlineData("same", SuspenseResolved.Same)]
    public async Task Money_of_a_reversed_receipt_leaves_suspense_as_two_people_say(string action, string resolvedAs)
    {
        var heard = new Heard();
        await using var app = await FundingHttp.StartAsync(heard);
        var (loan, suspense) = await ReversedAsync(app);
        if (action == "same")
        {
            await app.ContributeAsync("SINA", 84, "TYPED");
        }
        else if (action == "returned")
        {
            await app.ReadAsync(Line(84, "BACK", isCredit: false));
            await app.BreaksAsync(2);
        }

        var entry = action == "same" ? await app.OneAsync<Guid>("select entry_id from bank_movement where reference = 'TYPED'") : Guid.Empty;
        var line = action == "returned" ? await app.OneAsync<Guid>("select line_id from statement_line where reference = 'BACK'") : Guid.Empty;
        await app.AskAndApproveAsync($"funding/breaks/{suspense}/resolution", action switch
        {
            "assign" => new { action, reason = "slip", loanId = loan },
            "contribution" => new { action, reason = "letter", funder = "SINA" },
            "returned" => new { action, reason = "letter", lineIds = new[] { line } },
            _ => (object)new { action, reason = "slip", entryIds = new[] { entry } },
        });

        Assert.Equal(resolvedAs, (await heard.ExpectAsync<SuspenseResolved>(1)).Single().ResolvedAs);
        if (action == "assign")
        {
            await app.DeliverAsync(Facts.Repaid(loan, Facts.Exact(84)) with { SuspenseId = suspense, BankReference = "R-1" });
        }

        Assert.Equal(0, (await app.PositionAsync()).Rials("suspenseRials"));
        Assert.Empty(await app.BreaksAsync(0));
        await app.AssertSoundAsync();
    }

    [StoreFact]
    public async Task The_reversal_leads_to_its_receipt_and_to_the_line_that_is_the_suspenses_now()
    {
        await using var app = await FundingHttp.StartAsync();
        var (_, suspense) = await ReversedAsync(app);
        var reversal = await app.OneAsync<Guid>("select entry_id from journal_entry where kind = 'receipt-reversal'");

        var origin = await app.Finance(1).GetFromJsonAsync<JsonElement>($"funding/journal/{reversal}/origin");

        Assert.Equal(await app.OneAsync<Guid>("select receipt_id from journal_receipt where suspense_id is null"), origin.GetProperty("receiptId").GetGuid());
        Assert.Equal(suspense, origin.GetProperty("suspenseId").GetGuid());
        Assert.Equal("R-1", origin.GetProperty("bank").GetProperty("lines")[0].Text("reference"));
    }

    /// <summary>A receipt that the bank has shown, and that is in suspense again.</summary>
    private static async Task<(Guid Loan, Guid Suspense)> ReversedAsync(TestApplication app)
    {
        await app.ContributeAsync("ALAVI", 2_500, "A");
        await app.ContributeAsync("SINA", 5_900, "S");
        var (application, order, loan, suspense) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var receipt = Facts.Repaid(loan, Facts.Exact(84)) with { BankReference = "R-1" };
        foreach (var fact in new IFact[] { Facts.Approved(application, 840), Facts.Ordered(application, Facts.Exact(840), order), Facts.Disbursed(application, Facts.Exact(840), order, loan), receipt })
        {
            await app.DeliverAsync(fact);
        }

        await app.ReadAsync(Line(2_500, "A"), Line(5_900, "S"), Line(840, "PAID", isCredit: false, order: Domain.Payments.PaymentIds.EndToEndId(order)), Line(84, "R-1"));
        await app.LineIsAsync("R-1", "matched");
        await app.DeliverAsync(Facts.Reversed(receipt, suspenseId: suspense));
        await app.BreaksAsync(1);
        return (loan, suspense);
    }
}
