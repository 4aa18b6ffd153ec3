# A static program and nothing else. A builder older than go.mod asks for fails the build.
FROM golang:1.26.8-bookworm@sha256:a688600ca24f8a4d3ca77f95b0dd40704a9fc787c826660eb7ba0b641b8b175d AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN make image

FROM scratch
COPY --from=build /src/bin/image/root/ /
COPY --from=build --chown=65532:65532 /src/bin/image/own/ /
USER 65532:65532
# For a SQLite database; nothing else is written, so the rest may be read-only.
WORKDIR /data
EXPOSE 8080
# Docker does nothing to a container that is unwell, but others start it anew:
# so this asks whether the process is alive, not whether it can reach its database.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/upkeep", "healthcheck"]
ENTRYPOINT ["/upkeep"]
CMD ["serve"]
