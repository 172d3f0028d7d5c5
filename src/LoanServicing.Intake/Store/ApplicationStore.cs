using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Intake.Store;

internal static class ApplicationStore
{
    public const string Columns =
        """
        number, application_id, tracking_code, version, fact_sequence, state, national_id, first_name, last_name, birth_date, mobile,
        postal_code, postal_code_odd, iban, province, county, rural, income_decile, prior_support, skill_proof, medical_referral,
        building_permit, tranche, purpose, amount, installments, jobs, external_ref, revision, submission_number, entered_by, submitted_at,
        submitted_on, outcome, approved_amount, approved_installments, pending_check, reservation_round, alavi_share, sina_share,
        payment_attempt, funds_released, loan_id, reserved_on, loan_sequence, paid_out_on
        """;

    public const string SelectById = $"select {Columns} from application where application_id = @applicationId";

    public const string SelectByTrackingCode = $"select {Columns} from application where tracking_code = @trackingCode";

    private const string InsertRow =
        """
        insert into application (application_id, tracking_code, version, fact_sequence, state, national_id, first_name, last_name, birth_date,
          mobile, postal_code, postal_code_odd, iban, province, county, rural, income_decile, prior_support, skill_proof, medical_referral,
          building_permit, tranche, purpose, amount, installments, jobs, external_ref, revision, submission_number, entered_by, submitted_at,
          submitted_on, reservation_round, payment_attempt, funds_released)
        values (@ApplicationId, @TrackingCode, 1, @FactSequence, @State, @NationalId, @FirstName, @LastName, @BirthDate, @Mobile, @PostalCode,
          @PostalCodeOdd, @Iban, @Province, @County, @Rural, @IncomeDecile, @PriorSupport, @SkillProof, @MedicalReferral, @BuildingPermit,
          @Tranche, @Purpose, @Amount, @Installments, @Jobs, @ExternalRef, @Revision, @SubmissionNumber, @EnteredBy, @SubmittedAt,
          @SubmittedOn, 0, 0, 0)
        """;

    // National id, tranche and external reference never change: they are what the application is known and counted by.
    private const string UpdateRow =
        """
        update application set version = version + 1, fact_sequence = @FactSequence, state = @State, first_name = @FirstName,
          last_name = @LastName, birth_date = @BirthDate, mobile = @Mobile, postal_code = @PostalCode, postal_code_odd = @PostalCodeOdd,
          iban = @Iban, province = @Province, county = @County, rural = @Rural, income_decile = @IncomeDecile, prior_support = @PriorSupport,
          skill_proof = @SkillProof, medical_referral = @MedicalReferral, building_permit = @BuildingPermit, purpose = @Purpose,
          amount = @Amount, installments = @Installments, jobs = @Jobs, revision = @Revision, outcome = @Outcome,
          approved_amount = @ApprovedAmount, approved_installments = @ApprovedInstallments, pending_check = @PendingCheck,
          reservation_round = @ReservationRound, alavi_share = @AlaviShare, sina_share = @SinaShare, payment_attempt = @PaymentAttempt,
          funds_released = @FundsReleased, loan_id = @LoanId, reserved_on = @ReservedOn,
          loan_sequence = @LoanSequence, paid_out_on = @PaidOutOn
        where application_id = @ApplicationId and version = @Version
        """;

    private const string SelectReservedBefore =
        $"select {Columns} from application where state = 'FundsReserved' and reserved_on < @date order by reserved_on, number";

    private const string SelectIdReservedBefore =
        "select application_id from application where state = 'FundsReserved' and reserved_on < @date order by reserved_on, number";

    private const string SelectOpenOfPerson =
        $"select {Columns} from application where national_id = @nationalId and state not in @closed order by number";

    private const string CountTrackingCode = "select count(*) from application where tracking_code = @trackingCode";

    public static Task<ApplicationRow?> FindAsync(UnitOfWork unit, Guid applicationId) =>
        unit.QuerySingleOrDefaultAsync<ApplicationRow>(SelectById, new { applicationId });

    /// <summary>Finds by what people have in hand: the id or the tracking code.</summary>
    public static async Task<ApplicationRow?> FindAsync(UnitOfWork unit, string idOrTrackingCode)
    {
        if (Guid.TryParse(idOrTrackingCode, out var id))
        {
            return await FindAsync(unit, id);
        }

        return TrackingCode.TryParse(idOrTrackingCode, out var code)
            ? await unit.QuerySingleOrDefaultAsync<ApplicationRow>(SelectByTrackingCode, new { trackingCode = code.Digits })
            : null;
    }

    /// <summary>The same for a reader.</summary>
    public static async Task<ApplicationRow?> FindAsync(DbConnection connection, string idOrTrackingCode)
    {
        if (Guid.TryParse(idOrTrackingCode, out var applicationId))
        {
            return await connection.QuerySingleOrDefaultAsync<ApplicationRow>(SelectById, new { applicationId });
        }

        return TrackingCode.TryParse(idOrTrackingCode, out var code)
            ? await connection.QuerySingleOrDefaultAsync<ApplicationRow>(SelectByTrackingCode, new { trackingCode = code.Digits })
            : null;
    }

    /// <summary>A person's applications that are not closed, the oldest first.</summary>
    public static async Task<IReadOnlyList<ApplicationRow>> OpenOfAsync(DbConnection connection, string nationalId) =>
    [
        .. await connection.QueryAsync<ApplicationRow>(
            SelectOpenOfPerson, new { nationalId, closed = ApplicationStates.Closed.Select(state => state.ToString()) }),
    ];

    public static async Task<bool> HasTrackingCodeAsync(UnitOfWork unit, string trackingCode) =>
        await unit.QuerySingleAsync<long>(CountTrackingCode, new { trackingCode }) > 0;

    /// <summary>Applications without a signed contract whose funds were reserved before a business date, the longest reserved first.</summary>
    public static Task<IEnumerable<ApplicationRow>> ReservedBeforeAsync(UnitOfWork unit, LocalDate date, int limit) =>
        unit.QueryAsync<ApplicationRow>(unit.First(SelectReservedBefore, "@limit"), new { date, limit });

    public static async Task<bool> HasReservedBeforeAsync(DbConnection connection, LocalDate date) =>
        (await connection.QueryAsync<Guid>(connection.First(SelectIdReservedBefore, "1"), new { date })).Any();

    public static Task InsertAsync(UnitOfWork unit, ApplicationRow row) => unit.ExecuteAsync(InsertRow, row);

    /// <exception cref="ConcurrentChangeException">Somebody else changed the row since it was read; the row is not written.</exception>
    public static async Task UpdateAsync(UnitOfWork unit, ApplicationRow row)
    {
        if (await unit.ExecuteAsync(UpdateRow, row) != 1)
        {
            throw new ConcurrentChangeException($"Application {row.ApplicationId}");
        }
    }
}
