using FsCheck;
using FsCheck.Fluent;
using LoanServicing.Contracts;
using LoanServicing.Domain.Funding;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Funding.Endpoints;
using LoanServicing.Funding.Store;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Funding.Tests;

public class RandomHistoriesTests
{
    private static readonly string[] TrancheCodes = ["employment", "health", "housing"];

    private static Gen<(int Kind, int Pick, int Amount)[]> Steps => (
        from kind in Gen.Choose(0, 12)
        from pick in Gen.Choose(0, 10_000)
        from amount in Gen.OneOf(Gen.Choose(1, 50), Gen.Choose(1, 60_000))
        select (kind, pick, amount)).ArrayOf(60);

    [StoreFact]
    public void Any_history_keeps_every_rule() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(12),
        Prop.ForAll(Steps.ToArbitrary(), steps => PlayAsync(steps).GetAwaiter().GetResult()));

    [StoreTheory]
    [InlineData(Funders.Sina)]
    [InlineData(Funders.Alavi)]
    public void Whoever_bears_the_losses_first_pays_nothing_that_it_has_not(string first) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(8),
        Prop.ForAll(Steps.ToArbitrary(), steps => PlayAsync(steps, first).GetAwaiter().GetResult()));

    [StoreTheory]
    [InlineData(Funders.Sina)]
    [InlineData(Funders.Alavi)]
    public void Where_the_bank_takes_nothing_back_no_order_of_loss_takes_what_is_reserved(string first) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(8),
        Prop.ForAll(Steps.ToArbitrary(), steps => PlayAsync(steps, first, takesBack: false).GetAwaiter().GetResult()));

    private static async Task PlayAsync((int Kind, int Pick, int Amount)[] steps, string? lossOrder = null, bool takesBack = true)
    {
        using var bench = await FundingBench.OpenAsync(allocation: 50_000, deposited: 42_000, lossOrder);
        var receipts = new List<RepaymentPosted>();
        var before = await bench.PositionAsync();
        foreach (var (kind, pick, amount) in steps)
        {
            var rows = await bench.QueryAsync<ReservationRow>($"select {ReservationStore.Columns} from reservation order by application_id, round");
            await StepAsync(bench, receipts, kind, rows.Count == 0 ? null : rows[pick % rows.Count], pick, amount, takesBack);
            var after = await bench.PositionAsync();
            BookingTests.AssertCloses(after);
            Assert.All(before.Funders.Zip(after.Funders), each => AssertPaidFromFreeCash(each.First, each.Second, takesBack));
            before = after;
        }

        await bench.AssertSoundAsync();
    }

    /// <summary>A funder that pays for the other's losses, or pays back what it got for its own, has the cash: what is reserved is left, unless the bank took it back.</summary>
    private static void AssertPaidFromFreeCash(FunderPosition before, FunderPosition after, bool takesBack)
    {
        var (had, has) = (before.CashRials - before.ReservedRials, after.CashRials - after.ReservedRials);
        Assert.True(!has.IsNegative || (takesBack && (after.CompensatedRials >= before.CompensatedRials || has >= had)), $"{after.Code} paid {before.CompensatedRials - after.CompensatedRials} and has {has} after {had}");
    }

    private static async Task StepAsync(FundingBench bench, List<RepaymentPosted> receipts, int kind, ReservationRow? row, int pick, int amount, bool takesBack)
    {
        switch (kind, row?.Status)
        {
            case (0, _):
                await bench.DepositAsync(pick % 2 == 0 ? Funders.Alavi : Funders.Sina, new Rials(amount));
                break;
            case (1 or 2, _):
                await bench.SendAsync(Facts.Approved(Guid.CreateVersion7(), amount, TrancheCodes[pick % 3]));
                break;
            case (3, ReservationState.Queued or ReservationState.Reserved or ReservationState.Released):
                await bench.SendAsync(Facts.Closed(row!.ApplicationId, row.Tranche));
                break;
            case (4 or 5, ReservationState.Reserved):
                await bench.SendAsync(Facts.Ordered(row!.ApplicationId, row.Shares, Guid.CreateVersion7(), row.PaymentAttempt + 1));
                break;
            case (3, ReservationState.Ordered):
                await bench.SendAsync(Facts.Failed(row!.ApplicationId, row.Shares, row.OrderId!.Value, row.PaymentAttempt));
                break;
            case (4 or 5 or 6, ReservationState.Ordered):
                await bench.SendAsync(Facts.Disbursed(row!.ApplicationId, row.Shares, row.OrderId!.Value, Guid.CreateVersion7(), row.PaymentAttempt));
                break;
            case (3, ReservationState.Drawn):
                await ReturnAsync(bench, row!);
                break;
            case (7 or 8, ReservationState.Drawn):
                await RepayAsync(bench, receipts, row!, new Rials(amount), (pick % 5, pick % 3, pick % 7), takesBack);
                break;
            case (9, _) when takesBack && receipts.Count > 0:
                await ReverseAsync(bench, receipts, receipts[pick % receipts.Count], intoSuspense: amount % 2 == 0);
                break;
            case (10, ReservationState.Drawn):
                await ChangePlanAsync(bench, row!, (PlanChangeKind)(pick % 5), amount);
                break;
            case (11, ReservationState.Drawn) when await LoanAsync(bench, row!) is { Status: LoanState.Lent } loan && loan.Collected != loan.Shares:
                await bench.SendAsync(Facts.WrittenOff(loan.LoanId, loan.Shares - loan.Collected));
                break;
            case (12, _):
                var funder = (await bench.PositionAsync()).Funders[pick % 2];
                if (Rials.Min(funder.RemittableRials, new Rials(amount)) is { IsPositive: true } remitted)
                {
                    await bench.WithdrawAsync(EntryKinds.Remittance, funder.Code, remitted.Value);
                }

                break;
            default:
                break;
        }
    }

    private static async Task ChangePlanAsync(FundingBench bench, ReservationRow row, PlanChangeKind kind, int amount)
    {
        var loan = await LoanAsync(bench, row);
        var on = loan.Changes is [.., var last] ? last.EffectiveOn.PlusDays(amount % 50) : Facts.Today.PlusDays(amount % 200);
        var order = new PlanChangeOrder(kind, Months: amount % 4, Installments: 1 + (amount % 70), DueDay: 1 + (amount % 31));
        if (loan.Status == LoanState.Lent && PlanChanges.Make(loan.Plan!, loan.Collected.Total, on, order, new PlanLimits(120, 3)).Change is { } change)
        {
            await bench.SendAsync(Facts.Replanned(loan.LoanId, change));
        }
    }

    private static async Task ReturnAsync(FundingBench bench, ReservationRow row)
    {
        if (await LoanAsync(bench, row) is { Status: not LoanState.WrittenOff } loan && loan.Collected == FunderShares.Zero)
        {
            await bench.SendAsync(Facts.Returned(row.ApplicationId, row.Shares, row.OrderId!.Value, row.LoanId!.Value, row.PaymentAttempt));
        }
    }

    /// <summary>To any standing, also back, where the bank takes back: a re-derived loan.</summary>
    private static async Task RepayAsync(
        FundingBench bench, List<RepaymentPosted> receipts, ReservationRow row, Rials target, (long Fee, long LateCharges, long Charity) besides, bool takesBack)
    {
        var (fee, lateCharges, charity) = besides;
        var loan = await LoanAsync(bench, row);
        if (loan.Status == LoanState.WrittenOff)
        {
            var recovered = Rials.Min(target, loan.WrittenOff.Total - loan.Recovered.Total);
            var recovery = target.Value % 3 == 0
                ? Move(loan, Rials.Min(loan.Shares.Total, loan.Collected.Total + target), loan.Recovered.Total)
                : Move(loan, loan.Collected.Total, loan.Recovered.Total + recovered);
            var receipt = Facts.Repaid(loan.LoanId, recovery.Principal, fee, credit: target.Value, recovery.WrittenOff, recovery.Recovered, lateCharges, charity);
            await bench.SendAsync(receipt);
            receipts.AddRange(receipt.Amount.IsPositive ? [receipt] : []);
            return;
        }

        var standing = loan.Shares.Standing(Rials.Min(takesBack ? target : Rials.Max(target, loan.Collected.Total), loan.Shares.Total));
        if (standing != loan.Collected || fee + lateCharges + charity > 0)
        {
            var posted = Facts.Repaid(loan.LoanId, standing - loan.Collected, fee, lateCharges: lateCharges, charity: charity);
            await bench.SendAsync(posted);
            receipts.AddRange(posted.Amount.IsPositive ? [posted] : []);
        }

        if (standing == loan.Shares)
        {
            await bench.SendAsync(Facts.Settled(loan.LoanId, loan.Shares));
        }
    }

    /// <summary>The differences by which a loan comes to have this much repaid and recovered.</summary>
    private static PostingParts Move(LoanRow loan, Rials repaid, Rials recovered)
    {
        var collected = loan.Shares.Standing(repaid);
        var writtenOff = loan.Status == LoanState.WrittenOff ? loan.Shares - collected : FunderShares.Zero;
        return new PostingParts(
            collected - loan.Collected, Rials.Zero, Rials.Zero, writtenOff - loan.WrittenOff, writtenOff.Standing(Rials.Min(recovered, writtenOff.Total)) - loan.Recovered);
    }

    /// <summary>Principal as far as there is any, and the rest of the borrower's credit.</summary>
    private static async Task ReverseAsync(FundingBench bench, List<RepaymentPosted> receipts, RepaymentPosted receipt, bool intoSuspense)
    {
        receipts.Remove(receipt);
        var loan = await LoanAsync(bench, receipt.LoanId);
        var principal = loan.Status == LoanState.Returned ? Rials.Zero : Rials.Max(Rials.Zero, loan.Collected.Total - Rials.Max(Rials.Zero, receipt.Shares.Total));
        var parts = Move(loan, principal, Rials.Max(Rials.Zero, loan.Recovered.Total - (receipt.Recovered ?? FunderShares.Zero).Total));
        var ofLateness = receipt.LateCharges!.Value + receipt.Charity!.Value;
        var credit = -(receipt.Amount + parts.Principal.Total + parts.Recovered.Total - receipt.Fee - ofLateness).Value;
        await bench.SendAsync(Facts.Reversed(receipt, parts.Principal, credit: credit, suspenseId: intoSuspense ? Guid.CreateVersion7() : null) with
        {
            WrittenOff = parts.WrittenOff, Recovered = parts.Recovered,
        });
        if (loan.Status == LoanState.Settled)
        {
            await bench.SendAsync(Facts.Reopened(loan.LoanId));
        }
    }

    private static Task<LoanRow> LoanAsync(FundingBench bench, ReservationRow row) => LoanAsync(bench, row.LoanId!.Value);

    private static async Task<LoanRow> LoanAsync(FundingBench bench, Guid loanId) =>
        (await bench.Database.WriteAsync(unit => LoanStore.FindAsync(unit, loanId)))!;
}
