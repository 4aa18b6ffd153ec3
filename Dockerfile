# A static program and nothing else. A builder older than go.mod asks for fails the build.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -o /upkeep . \
 && mkdir -p /own/data /own/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /upkeep /upkeep
# /data is for a SQLite database, /tmp for what SQLite sorts on disk.
COPY --from=build --chown=65532:65532 /own/ /
USER 65532:65532
WORKDIR /data
EXPOSE 8080
ENTRYPOINT ["/upkeep"]
CMD ["serve"]
